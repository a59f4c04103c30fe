"""The first book: its tables, their guards and the search index, frozen."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """CREATE TABLE backup (
  id INTEGER NOT NULL,
  act TEXT NOT NULL,
  file TEXT NOT NULL,
  place TEXT NOT NULL,
  day TEXT NOT NULL,
  entries INTEGER NOT NULL,
  head TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT backup_size CHECK (size >= 0)
)
 STRICT""",
    """CREATE TABLE intake (
  id INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  period TEXT NOT NULL,
  read INTEGER NOT NULL,
  added INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  gone TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE entry (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  text TEXT NOT NULL,
  "values" TEXT NOT NULL,
  reason TEXT NOT NULL,
  reverses INTEGER,
  corrects TEXT NOT NULL,
  images TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (reverses),
  FOREIGN KEY(reverses) REFERENCES entry (id),
  UNIQUE (hash)
)
 STRICT""",
    """CREATE INDEX entry_corrects ON entry (day) WHERE corrects != ''""",
    """CREATE INDEX entry_day ON entry (day)""",
    """CREATE INDEX entry_notice ON entry (id) WHERE kind IN ('class', 'move_up', 'notice', 'person', 'team')""",
    """CREATE TABLE catalogue_item (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  circular TEXT NOT NULL,
  subject TEXT NOT NULL,
  grade TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity TEXT NOT NULL,
  per TEXT NOT NULL,
  user TEXT NOT NULL,
  source TEXT NOT NULL,
  confidence TEXT NOT NULL,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (code)
)
 STRICT""",
    """CREATE TABLE kit (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (code)
)
 STRICT""",
    """CREATE TABLE document (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  school_year INTEGER NOT NULL,
  number INTEGER NOT NULL,
  day TEXT NOT NULL,
  content TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
)
 STRICT""",
    """CREATE UNIQUE INDEX document_number ON document (kind, school_year, number)""",
    """CREATE TABLE setting (
  id INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE ("key")
)
 STRICT""",
    """CREATE TABLE team (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  head_id INTEGER,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE place (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  part_of INTEGER,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (code),
  FOREIGN KEY(part_of) REFERENCES place (id)
)
 STRICT""",
    """CREATE TABLE subject (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE fund (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE school_year (
  id INTEGER NOT NULL,
  year INTEGER NOT NULL,
  start TEXT NOT NULL,
  second_term TEXT NOT NULL,
  "end" TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (year)
)
 STRICT""",
    """CREATE TABLE special_day (
  id INTEGER NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (day)
)
 STRICT""",
    """CREATE TABLE calendar_year (
  id INTEGER NOT NULL,
  year INTEGER NOT NULL,
  confirmed TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (year)
)
 STRICT""",
    """CREATE TABLE headcount (
  id INTEGER NOT NULL,
  school_year INTEGER NOT NULL,
  grade INTEGER NOT NULL,
  classes INTEGER,
  pupils INTEGER,
  teachers INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE governing (
  id INTEGER NOT NULL,
  school_year INTEGER NOT NULL,
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  day TEXT NOT NULL,
  body TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (school_year)
)
 STRICT""",
    """CREATE TABLE letterhead (
  id INTEGER NOT NULL,
  valid_from TEXT NOT NULL,
  superior TEXT NOT NULL,
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  abbreviation TEXT NOT NULL,
  recipients TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (valid_from)
)
 STRICT""",
    """CREATE TABLE signer (
  id INTEGER NOT NULL,
  valid_from TEXT NOT NULL,
  principal TEXT NOT NULL,
  deputy TEXT NOT NULL,
  keeper TEXT NOT NULL,
  accountant TEXT NOT NULL,
  heads TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (valid_from)
)
 STRICT""",
    """CREATE TABLE time_limit (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  value INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT time_limit_value CHECK (value >= 0)
)
 STRICT""",
    """CREATE UNIQUE INDEX time_limit_one ON time_limit (name, valid_from)""",
    """CREATE TABLE layout (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  sheet TEXT NOT NULL,
  header_row INTEGER NOT NULL,
  first_row INTEGER NOT NULL,
  columns TEXT NOT NULL,
  date_format TEXT NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE upload_batch (
  id INTEGER NOT NULL,
  layout TEXT NOT NULL,
  choice TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  head INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  day TEXT NOT NULL,
  uploaded_on TEXT NOT NULL,
  receipt TEXT NOT NULL,
  receipt_sha256 TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT upload_batch_rows CHECK (rows > 0)
)
 STRICT""",
    """CREATE TABLE archive (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER,
  title TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  school_year INTEGER NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  document_id INTEGER,
  entry INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  recipient TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  submitted_on TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT archive_size CHECK (size >= 0),
  UNIQUE (file),
  FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT""",
    """CREATE INDEX archive_document ON archive (document_id)""",
    """CREATE TABLE stocktake (
  id INTEGER NOT NULL,
  scope TEXT NOT NULL,
  place_id INTEGER,
  subject TEXT NOT NULL,
  day TEXT NOT NULL,
  entry INTEGER NOT NULL,
  committee TEXT NOT NULL,
  note TEXT NOT NULL,
  closed_on TEXT NOT NULL,
  closed_entry INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(place_id) REFERENCES place (id)
)
 STRICT""",
    """CREATE TABLE notice (
  id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  topic TEXT NOT NULL,
  said TEXT NOT NULL,
  team_id INTEGER,
  entered_on TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (entry_id),
  FOREIGN KEY(team_id) REFERENCES team (id)
)
 STRICT""",
    """CREATE TABLE reconciliation (
  id INTEGER NOT NULL,
  origin TEXT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  headings TEXT NOT NULL,
  day TEXT NOT NULL,
  note TEXT NOT NULL,
  finished_on TEXT NOT NULL,
  slip_id INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(slip_id) REFERENCES document (id)
)
 STRICT""",
    """CREATE TABLE device (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  official_code TEXT NOT NULL,
  subject TEXT NOT NULL,
  grades TEXT NOT NULL,
  specification TEXT NOT NULL,
  maker TEXT NOT NULL,
  country TEXT NOT NULL,
  year_made INTEGER,
  year_in_use INTEGER,
  fund TEXT NOT NULL,
  unit_price INTEGER,
  document_number TEXT NOT NULL,
  document_date TEXT NOT NULL,
  book_page TEXT NOT NULL,
  user TEXT NOT NULL,
  self_made TEXT NOT NULL,
  use_by TEXT NOT NULL,
  category TEXT NOT NULL,
  note TEXT NOT NULL,
  condition TEXT NOT NULL,
  place_id INTEGER,
  catalogue_id INTEGER,
  team_id INTEGER,
  life_years INTEGER,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT device_kind CHECK (kind IN ('piece', 'lot')),
  UNIQUE (code),
  FOREIGN KEY(place_id) REFERENCES place (id),
  FOREIGN KEY(catalogue_id) REFERENCES catalogue_item (id),
  FOREIGN KEY(team_id) REFERENCES team (id)
)
 STRICT""",
    """CREATE INDEX device_official_code ON device (official_code)""",
    """CREATE INDEX device_order ON device (sort_key, id, status)""",
    """CREATE INDEX device_subject_order ON device (subject, sort_key, id, status)""",
    """CREATE TABLE month (
  id INTEGER NOT NULL,
  month TEXT NOT NULL,
  status TEXT NOT NULL,
  entry INTEGER NOT NULL,
  head TEXT NOT NULL,
  document_id INTEGER NOT NULL,
  signer TEXT NOT NULL,
  approved_on TEXT NOT NULL,
  note TEXT NOT NULL,
  scan TEXT NOT NULL,
  scan_sha256 TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (month),
  FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT""",
    """CREATE TABLE lateness (
  id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (entry_id),
  FOREIGN KEY(entry_id) REFERENCES entry (id)
)
 STRICT""",
    """CREATE TABLE person (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  official_code TEXT NOT NULL,
  staff_type TEXT NOT NULL,
  team_id INTEGER,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (code),
  FOREIGN KEY(team_id) REFERENCES team (id)
)
 STRICT""",
    """CREATE TABLE month_confirmation (
  id INTEGER NOT NULL,
  month TEXT NOT NULL,
  document_id INTEGER NOT NULL,
  confirmed_by TEXT NOT NULL,
  role TEXT NOT NULL,
  day TEXT NOT NULL,
  note TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT""",
    """CREATE INDEX month_confirmation_sheet ON month_confirmation (document_id)""",
    """CREATE TABLE disposal (
  id INTEGER NOT NULL,
  day TEXT NOT NULL,
  reason TEXT NOT NULL,
  decision TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  method TEXT NOT NULL,
  value INTEGER,
  slip_id INTEGER,
  minutes_id INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(slip_id) REFERENCES document (id),
  FOREIGN KEY(minutes_id) REFERENCES document (id)
)
 STRICT""",
    """CREATE INDEX disposal_status ON disposal (status)""",
    """CREATE TABLE city_account (
  id INTEGER NOT NULL,
  username TEXT NOT NULL,
  owner TEXT NOT NULL,
  person_id INTEGER,
  changed_on TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (username),
  FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT""",
    """CREATE TABLE stocktake_row (
  id INTEGER NOT NULL,
  stocktake_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  place_id INTEGER,
  in_store INTEGER NOT NULL,
  on_loan INTEGER NOT NULL,
  damaged INTEGER NOT NULL,
  in_repair INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(stocktake_id) REFERENCES stocktake (id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(place_id) REFERENCES place (id)
)
 STRICT""",
    """CREATE INDEX stocktake_row_device ON stocktake_row (stocktake_id, device_id)""",
    """CREATE TABLE stocktake_count (
  id INTEGER NOT NULL,
  stocktake_id INTEGER NOT NULL,
  device_id INTEGER,
  typed TEXT NOT NULL,
  way TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  damaged INTEGER NOT NULL,
  quality TEXT NOT NULL,
  place_id INTEGER,
  counted_by TEXT NOT NULL,
  day TEXT NOT NULL,
  entry INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT stocktake_count_quantity CHECK (quantity >= 0),
  CONSTRAINT stocktake_count_damaged CHECK (damaged BETWEEN 0 AND quantity),
  FOREIGN KEY(stocktake_id) REFERENCES stocktake (id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(place_id) REFERENCES place (id)
)
 STRICT""",
    """CREATE INDEX stocktake_count_device ON stocktake_count (stocktake_id, device_id)""",
    """CREATE TABLE balance (
  device_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (device_id, state),
  CONSTRAINT balance_quantity CHECK (quantity >= 0),
  CONSTRAINT balance_state CHECK (state IN ('in_store', 'on_loan', 'damaged', 'in_repair', 'lost', 'disposed')),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE TABLE described (
  device_id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (device_id, entry_id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(entry_id) REFERENCES entry (id)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE quota (
  id INTEGER NOT NULL,
  school_year INTEGER NOT NULL,
  term TEXT NOT NULL,
  team_id INTEGER,
  teacher_id INTEGER,
  hours INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT quota_term CHECK (term IN ('year', '1', '2')),
  CONSTRAINT quota_of_one CHECK (team_id IS NULL OR teacher_id IS NULL),
  CONSTRAINT quota_hours CHECK (hours >= 0),
  FOREIGN KEY(team_id) REFERENCES team (id),
  FOREIGN KEY(teacher_id) REFERENCES person (id)
)
 STRICT""",
    """CREATE TABLE reconciliation_row (
  id INTEGER NOT NULL,
  reconciliation_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  device_id INTEGER,
  way TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(reconciliation_id) REFERENCES reconciliation (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX reconciliation_row_of ON reconciliation_row (reconciliation_id)""",
    """CREATE TABLE kit_item (
  id INTEGER NOT NULL,
  kit_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT kit_item_quantity CHECK (quantity > 0),
  FOREIGN KEY(kit_id) REFERENCES kit (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX kit_item_kit ON kit_item (kit_id)""",
    """CREATE TABLE photo (
  id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX photo_device ON photo (device_id)""",
    """CREATE TABLE school_class (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  grade INTEGER NOT NULL,
  school_year INTEGER NOT NULL,
  official_code TEXT NOT NULL,
  homeroom_id INTEGER,
  pupils INTEGER,
  status TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (code),
  FOREIGN KEY(homeroom_id) REFERENCES person (id)
)
 STRICT""",
    """CREATE TABLE care_plan (
  id INTEGER NOT NULL,
  catalogue_id INTEGER,
  device_id INTEGER,
  category TEXT NOT NULL,
  kind TEXT NOT NULL,
  months INTEGER NOT NULL,
  who TEXT NOT NULL,
  instruction TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT care_plan_of_one CHECK ((catalogue_id IS NOT NULL) + (device_id IS NOT NULL) + (category <> '') = 1),
  CONSTRAINT care_plan_months CHECK (months > 0),
  FOREIGN KEY(catalogue_id) REFERENCES catalogue_item (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE TABLE upload_row (
  id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  "after" INTEGER NOT NULL,
  through INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT upload_row_span CHECK (after <= through),
  FOREIGN KEY(batch_id) REFERENCES upload_batch (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX upload_row_batch ON upload_row (batch_id)""",
    """CREATE INDEX upload_row_device ON upload_row (device_id)""",
    """CREATE TABLE loan (
  id INTEGER NOT NULL,
  class_id INTEGER NOT NULL,
  teacher_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  due TEXT NOT NULL,
  period TEXT NOT NULL,
  lesson TEXT NOT NULL,
  note TEXT NOT NULL,
  subject TEXT NOT NULL,
  ppct TEXT NOT NULL,
  fetched_by TEXT NOT NULL,
  term TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT loan_due CHECK (due >= day),
  FOREIGN KEY(class_id) REFERENCES school_class (id),
  FOREIGN KEY(teacher_id) REFERENCES person (id)
)
 STRICT""",
    """CREATE INDEX loan_day ON loan (day, class_id, teacher_id, period)""",
    """CREATE TABLE reconciliation_decision (
  id INTEGER NOT NULL,
  reconciliation_id INTEGER NOT NULL,
  device_id INTEGER,
  row_id INTEGER,
  field TEXT NOT NULL,
  ours TEXT NOT NULL,
  theirs TEXT NOT NULL,
  choice TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  day TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(reconciliation_id) REFERENCES reconciliation (id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(row_id) REFERENCES reconciliation_row (id)
)
 STRICT""",
    """CREATE INDEX reconciliation_decision_of ON reconciliation_decision (reconciliation_id)""",
    """CREATE TABLE timetable (
  id INTEGER NOT NULL,
  class_id INTEGER NOT NULL,
  weekday INTEGER NOT NULL,
  session TEXT NOT NULL,
  period INTEGER NOT NULL,
  subject TEXT NOT NULL,
  teacher_id INTEGER,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT timetable_weekday CHECK (weekday BETWEEN 0 AND 6),
  CONSTRAINT timetable_period CHECK (period > 0),
  FOREIGN KEY(class_id) REFERENCES school_class (id),
  FOREIGN KEY(teacher_id) REFERENCES person (id)
)
 STRICT""",
    """CREATE INDEX timetable_class ON timetable (class_id, weekday)""",
    """CREATE INDEX timetable_teacher ON timetable (teacher_id, weekday)""",
    """CREATE TABLE teaching (
  id INTEGER NOT NULL,
  teacher_id INTEGER NOT NULL,
  class_id INTEGER NOT NULL,
  subject TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(teacher_id) REFERENCES person (id),
  FOREIGN KEY(class_id) REFERENCES school_class (id)
)
 STRICT""",
    """CREATE INDEX teaching_class ON teaching (class_id)""",
    """CREATE INDEX teaching_teacher ON teaching (teacher_id)""",
    """CREATE TABLE care_done (
  id INTEGER NOT NULL,
  plan_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  who TEXT NOT NULL,
  result TEXT NOT NULL,
  note TEXT NOT NULL,
  cost INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(plan_id) REFERENCES care_plan (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX care_done_device ON care_done (device_id)""",
    """CREATE TABLE stocktake_finding (
  id INTEGER NOT NULL,
  stocktake_id INTEGER NOT NULL,
  device_id INTEGER,
  typed TEXT NOT NULL,
  kind TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  explanation TEXT NOT NULL,
  resolution TEXT NOT NULL,
  loan_id INTEGER,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(stocktake_id) REFERENCES stocktake (id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(loan_id) REFERENCES loan (id)
)
 STRICT""",
    """CREATE INDEX stocktake_finding_device ON stocktake_finding (stocktake_id, device_id)""",
    """CREATE TABLE loan_line (
  id INTEGER NOT NULL,
  loan_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  kit_id INTEGER,
  PRIMARY KEY (id),
  CONSTRAINT loan_line_quantity CHECK (quantity > 0),
  FOREIGN KEY(loan_id) REFERENCES loan (id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(kit_id) REFERENCES kit (id)
)
 STRICT""",
    """CREATE INDEX loan_line_loan ON loan_line (loan_id, device_id, quantity)""",
    """CREATE TABLE "plan" (
  id INTEGER NOT NULL,
  teacher_id INTEGER NOT NULL,
  class_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  session TEXT NOT NULL,
  period INTEGER NOT NULL,
  subject TEXT NOT NULL,
  lesson TEXT NOT NULL,
  ppct TEXT NOT NULL,
  note TEXT NOT NULL,
  loan_id INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(teacher_id) REFERENCES person (id),
  FOREIGN KEY(class_id) REFERENCES school_class (id),
  FOREIGN KEY(loan_id) REFERENCES loan (id)
)
 STRICT""",
    """CREATE INDEX plan_day ON "plan" (day)""",
    """CREATE TABLE line_balance (
  line_id INTEGER NOT NULL,
  loan_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  outstanding INTEGER NOT NULL,
  PRIMARY KEY (line_id),
  CONSTRAINT line_outstanding CHECK (outstanding >= 0),
  FOREIGN KEY(line_id) REFERENCES loan_line (id),
  FOREIGN KEY(loan_id) REFERENCES loan (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX line_open ON line_balance (device_id) WHERE outstanding > 0""",
    """CREATE INDEX line_open_loan ON line_balance (loan_id) WHERE outstanding > 0""",
    """CREATE TABLE plan_item (
  id INTEGER NOT NULL,
  plan_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT plan_item_quantity CHECK (quantity > 0),
  FOREIGN KEY(plan_id) REFERENCES "plan" (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX plan_item_plan ON plan_item (plan_id)""",
    """CREATE TABLE damage (
  id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  line_id INTEGER,
  found_by TEXT NOT NULL,
  responsible TEXT NOT NULL,
  cause TEXT NOT NULL,
  handling TEXT NOT NULL,
  compensation INTEGER,
  note TEXT NOT NULL,
  slip_id INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT damage_quantity CHECK (quantity > 0),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(line_id) REFERENCES loan_line (id),
  FOREIGN KEY(slip_id) REFERENCES document (id)
)
 STRICT""",
    """CREATE INDEX damage_device ON damage (device_id)""",
    """CREATE TABLE assessment (
  id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  good INTEGER NOT NULL,
  fair INTEGER NOT NULL,
  average INTEGER NOT NULL,
  poor INTEGER NOT NULL,
  found_by TEXT NOT NULL,
  occasion TEXT NOT NULL,
  line_id INTEGER,
  note TEXT NOT NULL,
  photo_id INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT assessment_quantity CHECK (min(good, fair, average, poor) >= 0 AND good + fair + average + poor > 0),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(line_id) REFERENCES loan_line (id),
  FOREIGN KEY(photo_id) REFERENCES photo (id)
)
 STRICT""",
    """CREATE INDEX assessment_device ON assessment (device_id)""",
    """CREATE TABLE posting (
  id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  line_id INTEGER,
  damage_id INTEGER,
  result TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT posting_quantity CHECK (quantity > 0),
  CONSTRAINT posting_moves CHECK (source <> target),
  CONSTRAINT posting_states CHECK (source IN ('outside', 'in_store', 'on_loan', 'damaged', 'in_repair', 'lost', 'disposed') AND target IN ('outside', 'in_store', 'on_loan', 'damaged', 'in_repair', 'lost', 'disposed')),
  CONSTRAINT posting_line CHECK ((source = 'on_loan' OR target = 'on_loan') = (line_id IS NOT NULL)),
  CONSTRAINT posting_damage CHECK ((source IN ('damaged', 'in_repair', 'lost') OR target IN ('damaged', 'in_repair', 'lost')) = (damage_id IS NOT NULL)),
  FOREIGN KEY(entry_id) REFERENCES entry (id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(line_id) REFERENCES loan_line (id),
  FOREIGN KEY(damage_id) REFERENCES damage (id)
)
 STRICT""",
    """CREATE INDEX posting_change ON posting (device_id, entry_id) WHERE (source NOT IN ('in_store', 'on_loan') OR target NOT IN ('in_store', 'on_loan'))""",
    """CREATE INDEX posting_device ON posting (device_id)""",
    """CREATE INDEX posting_entry ON posting (entry_id)""",
    """CREATE INDEX posting_held ON posting (device_id, entry_id, source, target, quantity) WHERE source IN ('outside', 'lost', 'disposed') OR target IN ('outside', 'lost', 'disposed')""",
    """CREATE INDEX posting_left ON posting (device_id) WHERE target = 'outside'""",
    """CREATE TABLE damage_balance (
  damage_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  device_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (damage_id, state),
  CONSTRAINT damage_balance_quantity CHECK (quantity >= 0),
  CONSTRAINT damage_balance_state CHECK (state IN ('damaged', 'in_repair', 'lost')),
  FOREIGN KEY(damage_id) REFERENCES damage (id),
  FOREIGN KEY(device_id) REFERENCES device (id)
)
 STRICT""",
    """CREATE INDEX damage_open ON damage_balance (device_id) WHERE quantity > 0""",
    """CREATE TABLE repair (
  id INTEGER NOT NULL,
  damage_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  day TEXT NOT NULL,
  repairer TEXT NOT NULL,
  fund TEXT NOT NULL,
  expected INTEGER,
  mended INTEGER NOT NULL,
  unmended INTEGER NOT NULL,
  cost INTEGER,
  result TEXT NOT NULL,
  back_day TEXT NOT NULL,
  note TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT repair_quantity CHECK (quantity > 0),
  CONSTRAINT repair_back CHECK (mended >= 0 AND unmended >= 0 AND mended + unmended <= quantity),
  FOREIGN KEY(damage_id) REFERENCES damage (id)
)
 STRICT""",
    """CREATE INDEX repair_damage ON repair (damage_id)""",
    """CREATE TABLE disposal_line (
  id INTEGER NOT NULL,
  disposal_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  state TEXT NOT NULL,
  damage_id INTEGER,
  condition TEXT NOT NULL,
  remaining INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT disposal_line_quantity CHECK (quantity > 0),
  FOREIGN KEY(disposal_id) REFERENCES disposal (id),
  FOREIGN KEY(device_id) REFERENCES device (id),
  FOREIGN KEY(damage_id) REFERENCES damage (id)
)
 STRICT""",
    """CREATE INDEX disposal_line_device ON disposal_line (device_id)""",
    """CREATE INDEX disposal_line_disposal ON disposal_line (disposal_id)""",
    """CREATE VIRTUAL TABLE device_search USING fts5(folded, tokenize = 'unicode61')""",
    """CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END""",
    """CREATE TRIGGER posting_unchanged BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never changed'); END""",
    """CREATE TRIGGER entry_chained BEFORE INSERT ON entry WHEN NEW.id <> coalesce((SELECT max(id) FROM entry), 0) + 1 OR NEW.previous_hash <> coalesce((SELECT hash FROM entry ORDER BY id DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000') BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END""",
    """CREATE TRIGGER entry_month_open BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM month WHERE month >= substr(NEW.day, 1, 7) AND status = 'approved') BEGIN SELECT RAISE(ABORT, 'the month is approved'); END""",
    """CREATE TRIGGER month_stays_approved BEFORE UPDATE ON month WHEN OLD.status = 'approved' AND (OLD.status, OLD.entry, OLD.head, OLD.document_id, OLD.signer, OLD.approved_on) IS NOT (NEW.status, NEW.entry, NEW.head, NEW.document_id, NEW.signer, NEW.approved_on) BEGIN SELECT RAISE(ABORT, 'what was approved stays as it was signed'); END""",
    """CREATE TRIGGER posting_of_last_entry BEFORE INSERT ON posting WHEN NEW.entry_id IS NOT (SELECT max(id) FROM entry) BEGIN SELECT RAISE(ABORT, 'a posting belongs to the last entry'); END""",
    """CREATE TRIGGER posting_moves_balance AFTER INSERT ON posting BEGIN
INSERT INTO balance (device_id, state, quantity)
SELECT NEW.device_id, NEW.target, NEW.quantity WHERE NEW.target <> 'outside'
ON CONFLICT (device_id, state) DO UPDATE SET quantity = quantity + NEW.quantity;
SELECT RAISE(ABORT, 'a balance would fall below zero')
WHERE NEW.source <> 'outside' AND NEW.quantity > coalesce((SELECT quantity FROM balance
WHERE device_id = NEW.device_id AND state = NEW.source), 0);
UPDATE balance SET quantity = quantity - NEW.quantity
WHERE device_id = NEW.device_id AND state = NEW.source;
SELECT RAISE(ABORT, 'a piece is in exactly one state')
WHERE (SELECT kind FROM device WHERE id = NEW.device_id) = 'piece'
AND (SELECT sum(quantity) FROM balance WHERE device_id = NEW.device_id) > 1;
END""",
    """CREATE TRIGGER posting_moves_line AFTER INSERT ON posting
WHEN NEW.line_id IS NOT NULL BEGIN
SELECT RAISE(ABORT, 'the line is of another device')
WHERE NEW.device_id IS NOT (SELECT device_id FROM loan_line WHERE id = NEW.line_id);
INSERT INTO line_balance (line_id, loan_id, device_id, outstanding)
SELECT id, loan_id, device_id, 0 FROM loan_line WHERE id = NEW.line_id
ON CONFLICT (line_id) DO NOTHING;
SELECT RAISE(ABORT, 'more would come back than is out')
WHERE NEW.source = 'on_loan' AND NEW.quantity >
(SELECT outstanding FROM line_balance WHERE line_id = NEW.line_id);
UPDATE line_balance SET outstanding = outstanding
+ CASE NEW.target WHEN 'on_loan' THEN NEW.quantity ELSE -NEW.quantity END
WHERE line_id = NEW.line_id;
SELECT RAISE(ABORT, 'more would be out than was lent')
WHERE (SELECT outstanding FROM line_balance WHERE line_id = NEW.line_id)
> (SELECT quantity FROM loan_line WHERE id = NEW.line_id);
END""",
    """CREATE TRIGGER posting_moves_damage AFTER INSERT ON posting
WHEN NEW.damage_id IS NOT NULL BEGIN
SELECT RAISE(ABORT, 'the damage is of another device')
WHERE NEW.device_id IS NOT (SELECT device_id FROM damage WHERE id = NEW.damage_id);
INSERT INTO damage_balance (damage_id, state, device_id, quantity)
SELECT NEW.damage_id, NEW.target, NEW.device_id, NEW.quantity WHERE NEW.target IN ('damaged', 'in_repair', 'lost')
ON CONFLICT (damage_id, state) DO UPDATE SET quantity = quantity + NEW.quantity;
SELECT RAISE(ABORT, 'more would be settled than the damage is')
WHERE NEW.source IN ('damaged', 'in_repair', 'lost') AND NEW.quantity > coalesce((SELECT quantity
FROM damage_balance WHERE damage_id = NEW.damage_id AND state = NEW.source), 0);
UPDATE damage_balance SET quantity = quantity - NEW.quantity
WHERE damage_id = NEW.damage_id AND state = NEW.source;
SELECT RAISE(ABORT, 'more would be damaged than was found')
WHERE (SELECT sum(quantity) FROM damage_balance WHERE damage_id = NEW.damage_id)
> (SELECT quantity FROM damage WHERE id = NEW.damage_id);
END""",
    """CREATE TRIGGER setting_kept BEFORE DELETE ON setting BEGIN SELECT RAISE(ABORT, 'a row of setting is never deleted'); END""",
    """CREATE TRIGGER setting_not_replaced BEFORE INSERT ON setting WHEN EXISTS (SELECT 1 FROM setting WHERE id = NEW.id OR key = NEW.key) BEGIN SELECT RAISE(ABORT, 'a row of setting is never replaced'); END""",
    """CREATE TRIGGER setting_fixed BEFORE UPDATE ON setting WHEN OLD.id IS NOT NEW.id OR OLD.key IS NOT NEW.key BEGIN SELECT RAISE(ABORT, 'id, key of setting never change'); END""",
    """CREATE TRIGGER team_kept BEFORE DELETE ON team BEGIN SELECT RAISE(ABORT, 'a row of team is never deleted'); END""",
    """CREATE TRIGGER team_not_replaced BEFORE INSERT ON team WHEN EXISTS (SELECT 1 FROM team WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of team is never replaced'); END""",
    """CREATE TRIGGER team_fixed BEFORE UPDATE ON team WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'id of team never change'); END""",
    """CREATE TRIGGER place_kept BEFORE DELETE ON place BEGIN SELECT RAISE(ABORT, 'a row of place is never deleted'); END""",
    """CREATE TRIGGER place_not_replaced BEFORE INSERT ON place WHEN EXISTS (SELECT 1 FROM place WHERE id = NEW.id OR code = NEW.code) BEGIN SELECT RAISE(ABORT, 'a row of place is never replaced'); END""",
    """CREATE TRIGGER place_fixed BEFORE UPDATE ON place WHEN OLD.id IS NOT NEW.id OR OLD.code IS NOT NEW.code BEGIN SELECT RAISE(ABORT, 'id, code of place never change'); END""",
    """CREATE TRIGGER subject_kept BEFORE DELETE ON subject BEGIN SELECT RAISE(ABORT, 'a row of subject is never deleted'); END""",
    """CREATE TRIGGER subject_not_replaced BEFORE INSERT ON subject WHEN EXISTS (SELECT 1 FROM subject WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of subject is never replaced'); END""",
    """CREATE TRIGGER subject_fixed BEFORE UPDATE ON subject WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'id of subject never change'); END""",
    """CREATE TRIGGER fund_kept BEFORE DELETE ON fund BEGIN SELECT RAISE(ABORT, 'a row of fund is never deleted'); END""",
    """CREATE TRIGGER fund_not_replaced BEFORE INSERT ON fund WHEN EXISTS (SELECT 1 FROM fund WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of fund is never replaced'); END""",
    """CREATE TRIGGER fund_fixed BEFORE UPDATE ON fund WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'id of fund never change'); END""",
    """CREATE TRIGGER person_kept BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'a row of person is never deleted'); END""",
    """CREATE TRIGGER person_not_replaced BEFORE INSERT ON person WHEN EXISTS (SELECT 1 FROM person WHERE id = NEW.id OR code = NEW.code) BEGIN SELECT RAISE(ABORT, 'a row of person is never replaced'); END""",
    """CREATE TRIGGER person_fixed BEFORE UPDATE ON person WHEN OLD.id IS NOT NEW.id OR OLD.code IS NOT NEW.code BEGIN SELECT RAISE(ABORT, 'id, code of person never change'); END""",
    """CREATE TRIGGER school_class_kept BEFORE DELETE ON school_class BEGIN SELECT RAISE(ABORT, 'a row of school_class is never deleted'); END""",
    """CREATE TRIGGER school_class_not_replaced BEFORE INSERT ON school_class WHEN EXISTS (SELECT 1 FROM school_class WHERE id = NEW.id OR code = NEW.code) BEGIN SELECT RAISE(ABORT, 'a row of school_class is never replaced'); END""",
    """CREATE TRIGGER school_class_fixed BEFORE UPDATE ON school_class WHEN OLD.id IS NOT NEW.id OR OLD.code IS NOT NEW.code BEGIN SELECT RAISE(ABORT, 'id, code of school_class never change'); END""",
    """CREATE TRIGGER catalogue_item_kept BEFORE DELETE ON catalogue_item BEGIN SELECT RAISE(ABORT, 'a row of catalogue_item is never deleted'); END""",
    """CREATE TRIGGER catalogue_item_not_replaced BEFORE INSERT ON catalogue_item WHEN EXISTS (SELECT 1 FROM catalogue_item WHERE id = NEW.id OR code = NEW.code) BEGIN SELECT RAISE(ABORT, 'a row of catalogue_item is never replaced'); END""",
    """CREATE TRIGGER catalogue_item_fixed BEFORE UPDATE ON catalogue_item WHEN OLD.id IS NOT NEW.id OR OLD.code IS NOT NEW.code BEGIN SELECT RAISE(ABORT, 'id, code of catalogue_item never change'); END""",
    """CREATE TRIGGER school_year_kept BEFORE DELETE ON school_year BEGIN SELECT RAISE(ABORT, 'a row of school_year is never deleted'); END""",
    """CREATE TRIGGER school_year_not_replaced BEFORE INSERT ON school_year WHEN EXISTS (SELECT 1 FROM school_year WHERE id = NEW.id OR year = NEW.year) BEGIN SELECT RAISE(ABORT, 'a row of school_year is never replaced'); END""",
    """CREATE TRIGGER school_year_fixed BEFORE UPDATE ON school_year WHEN OLD.id IS NOT NEW.id OR OLD.year IS NOT NEW.year BEGIN SELECT RAISE(ABORT, 'id, year of school_year never change'); END""",
    """CREATE TRIGGER special_day_kept BEFORE DELETE ON special_day BEGIN SELECT RAISE(ABORT, 'a row of special_day is never deleted'); END""",
    """CREATE TRIGGER special_day_not_replaced BEFORE INSERT ON special_day WHEN EXISTS (SELECT 1 FROM special_day WHERE id = NEW.id OR day = NEW.day) BEGIN SELECT RAISE(ABORT, 'a row of special_day is never replaced'); END""",
    """CREATE TRIGGER special_day_fixed BEFORE UPDATE ON special_day WHEN OLD.id IS NOT NEW.id OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, day of special_day never change'); END""",
    """CREATE TRIGGER calendar_year_kept BEFORE DELETE ON calendar_year BEGIN SELECT RAISE(ABORT, 'a row of calendar_year is never deleted'); END""",
    """CREATE TRIGGER calendar_year_not_replaced BEFORE INSERT ON calendar_year WHEN EXISTS (SELECT 1 FROM calendar_year WHERE id = NEW.id OR year = NEW.year) BEGIN SELECT RAISE(ABORT, 'a row of calendar_year is never replaced'); END""",
    """CREATE TRIGGER calendar_year_fixed BEFORE UPDATE ON calendar_year WHEN OLD.id IS NOT NEW.id OR OLD.year IS NOT NEW.year BEGIN SELECT RAISE(ABORT, 'id, year of calendar_year never change'); END""",
    """CREATE TRIGGER headcount_kept BEFORE DELETE ON headcount BEGIN SELECT RAISE(ABORT, 'a row of headcount is never deleted'); END""",
    """CREATE TRIGGER headcount_not_replaced BEFORE INSERT ON headcount WHEN EXISTS (SELECT 1 FROM headcount WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of headcount is never replaced'); END""",
    """CREATE TRIGGER headcount_fixed BEFORE UPDATE ON headcount WHEN OLD.id IS NOT NEW.id OR OLD.school_year IS NOT NEW.school_year OR OLD.grade IS NOT NEW.grade BEGIN SELECT RAISE(ABORT, 'id, school_year, grade of headcount never change'); END""",
    """CREATE TRIGGER device_kept BEFORE DELETE ON device BEGIN SELECT RAISE(ABORT, 'a row of device is never deleted'); END""",
    """CREATE TRIGGER device_not_replaced BEFORE INSERT ON device WHEN EXISTS (SELECT 1 FROM device WHERE id = NEW.id OR code = NEW.code) BEGIN SELECT RAISE(ABORT, 'a row of device is never replaced'); END""",
    """CREATE TRIGGER device_fixed BEFORE UPDATE ON device WHEN OLD.id IS NOT NEW.id OR OLD.code IS NOT NEW.code OR OLD.kind IS NOT NEW.kind BEGIN SELECT RAISE(ABORT, 'id, code, kind of device never change'); END""",
    """CREATE TRIGGER kit_kept BEFORE DELETE ON kit BEGIN SELECT RAISE(ABORT, 'a row of kit is never deleted'); END""",
    """CREATE TRIGGER kit_not_replaced BEFORE INSERT ON kit WHEN EXISTS (SELECT 1 FROM kit WHERE id = NEW.id OR code = NEW.code) BEGIN SELECT RAISE(ABORT, 'a row of kit is never replaced'); END""",
    """CREATE TRIGGER kit_fixed BEFORE UPDATE ON kit WHEN OLD.id IS NOT NEW.id OR OLD.code IS NOT NEW.code BEGIN SELECT RAISE(ABORT, 'id, code of kit never change'); END""",
    """CREATE TRIGGER kit_item_kept BEFORE DELETE ON kit_item BEGIN SELECT RAISE(ABORT, 'a row of kit_item is never deleted'); END""",
    """CREATE TRIGGER kit_item_not_replaced BEFORE INSERT ON kit_item WHEN EXISTS (SELECT 1 FROM kit_item WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of kit_item is never replaced'); END""",
    """CREATE TRIGGER kit_item_fixed BEFORE UPDATE ON kit_item WHEN OLD.id IS NOT NEW.id OR OLD.kit_id IS NOT NEW.kit_id OR OLD.device_id IS NOT NEW.device_id BEGIN SELECT RAISE(ABORT, 'id, kit_id, device_id of kit_item never change'); END""",
    """CREATE TRIGGER loan_kept BEFORE DELETE ON loan BEGIN SELECT RAISE(ABORT, 'a row of loan is never deleted'); END""",
    """CREATE TRIGGER loan_not_replaced BEFORE INSERT ON loan WHEN EXISTS (SELECT 1 FROM loan WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of loan is never replaced'); END""",
    """CREATE TRIGGER loan_fixed BEFORE UPDATE ON loan WHEN OLD.id IS NOT NEW.id OR OLD.class_id IS NOT NEW.class_id OR OLD.teacher_id IS NOT NEW.teacher_id OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, class_id, teacher_id, day of loan never change'); END""",
    """CREATE TRIGGER loan_line_kept BEFORE DELETE ON loan_line BEGIN SELECT RAISE(ABORT, 'a row of loan_line is never deleted'); END""",
    """CREATE TRIGGER loan_line_not_replaced BEFORE INSERT ON loan_line WHEN EXISTS (SELECT 1 FROM loan_line WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of loan_line is never replaced'); END""",
    """CREATE TRIGGER loan_line_fixed BEFORE UPDATE ON loan_line WHEN OLD.id IS NOT NEW.id OR OLD.loan_id IS NOT NEW.loan_id OR OLD.device_id IS NOT NEW.device_id OR OLD.quantity IS NOT NEW.quantity OR OLD.kit_id IS NOT NEW.kit_id BEGIN SELECT RAISE(ABORT, 'id, loan_id, device_id, quantity, kit_id of loan_line never change'); END""",
    """CREATE TRIGGER damage_kept BEFORE DELETE ON damage BEGIN SELECT RAISE(ABORT, 'a row of damage is never deleted'); END""",
    """CREATE TRIGGER damage_not_replaced BEFORE INSERT ON damage WHEN EXISTS (SELECT 1 FROM damage WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of damage is never replaced'); END""",
    """CREATE TRIGGER damage_fixed BEFORE UPDATE ON damage WHEN OLD.id IS NOT NEW.id OR OLD.device_id IS NOT NEW.device_id OR OLD.line_id IS NOT NEW.line_id OR OLD.quantity IS NOT NEW.quantity OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, device_id, line_id, quantity, day of damage never change'); END""",
    """CREATE TRIGGER repair_kept BEFORE DELETE ON repair BEGIN SELECT RAISE(ABORT, 'a row of repair is never deleted'); END""",
    """CREATE TRIGGER repair_not_replaced BEFORE INSERT ON repair WHEN EXISTS (SELECT 1 FROM repair WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of repair is never replaced'); END""",
    """CREATE TRIGGER repair_fixed BEFORE UPDATE ON repair WHEN OLD.id IS NOT NEW.id OR OLD.damage_id IS NOT NEW.damage_id OR OLD.quantity IS NOT NEW.quantity OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, damage_id, quantity, day of repair never change'); END""",
    """CREATE TRIGGER disposal_kept BEFORE DELETE ON disposal BEGIN SELECT RAISE(ABORT, 'a row of disposal is never deleted'); END""",
    """CREATE TRIGGER disposal_not_replaced BEFORE INSERT ON disposal WHEN EXISTS (SELECT 1 FROM disposal WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of disposal is never replaced'); END""",
    """CREATE TRIGGER disposal_fixed BEFORE UPDATE ON disposal WHEN OLD.id IS NOT NEW.id OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, day of disposal never change'); END""",
    """CREATE TRIGGER disposal_line_kept BEFORE DELETE ON disposal_line BEGIN SELECT RAISE(ABORT, 'a row of disposal_line is never deleted'); END""",
    """CREATE TRIGGER disposal_line_not_replaced BEFORE INSERT ON disposal_line WHEN EXISTS (SELECT 1 FROM disposal_line WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of disposal_line is never replaced'); END""",
    """CREATE TRIGGER disposal_line_fixed BEFORE UPDATE ON disposal_line WHEN OLD.id IS NOT NEW.id OR OLD.disposal_id IS NOT NEW.disposal_id OR OLD.device_id IS NOT NEW.device_id OR OLD.quantity IS NOT NEW.quantity OR OLD.state IS NOT NEW.state OR OLD.damage_id IS NOT NEW.damage_id BEGIN SELECT RAISE(ABORT, 'id, disposal_id, device_id, quantity, state, damage_id of disposal_line never change'); END""",
    """CREATE TRIGGER plan_kept BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'a row of plan is never deleted'); END""",
    """CREATE TRIGGER plan_not_replaced BEFORE INSERT ON plan WHEN EXISTS (SELECT 1 FROM plan WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of plan is never replaced'); END""",
    """CREATE TRIGGER plan_fixed BEFORE UPDATE ON plan WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'id of plan never change'); END""",
    """CREATE TRIGGER plan_item_kept BEFORE DELETE ON plan_item BEGIN SELECT RAISE(ABORT, 'a row of plan_item is never deleted'); END""",
    """CREATE TRIGGER plan_item_not_replaced BEFORE INSERT ON plan_item WHEN EXISTS (SELECT 1 FROM plan_item WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of plan_item is never replaced'); END""",
    """CREATE TRIGGER plan_item_fixed BEFORE UPDATE ON plan_item WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'id of plan_item never change'); END""",
    """CREATE TRIGGER care_plan_kept BEFORE DELETE ON care_plan BEGIN SELECT RAISE(ABORT, 'a row of care_plan is never deleted'); END""",
    """CREATE TRIGGER care_plan_not_replaced BEFORE INSERT ON care_plan WHEN EXISTS (SELECT 1 FROM care_plan WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of care_plan is never replaced'); END""",
    """CREATE TRIGGER care_plan_fixed BEFORE UPDATE ON care_plan WHEN OLD.id IS NOT NEW.id OR OLD.catalogue_id IS NOT NEW.catalogue_id OR OLD.device_id IS NOT NEW.device_id OR OLD.category IS NOT NEW.category OR OLD.kind IS NOT NEW.kind BEGIN SELECT RAISE(ABORT, 'id, catalogue_id, device_id, category, kind of care_plan never change'); END""",
    """CREATE TRIGGER care_done_kept BEFORE DELETE ON care_done BEGIN SELECT RAISE(ABORT, 'a row of care_done is never deleted'); END""",
    """CREATE TRIGGER care_done_not_replaced BEFORE INSERT ON care_done WHEN EXISTS (SELECT 1 FROM care_done WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of care_done is never replaced'); END""",
    """CREATE TRIGGER care_done_fixed BEFORE UPDATE ON care_done WHEN OLD.id IS NOT NEW.id OR OLD.plan_id IS NOT NEW.plan_id OR OLD.device_id IS NOT NEW.device_id OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, plan_id, device_id, day of care_done never change'); END""",
    """CREATE TRIGGER document_kept BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'a row of document is never deleted'); END""",
    """CREATE TRIGGER document_not_replaced BEFORE INSERT ON document WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id OR (kind = NEW.kind AND school_year = NEW.school_year AND number = NEW.number)) BEGIN SELECT RAISE(ABORT, 'a row of document is never replaced'); END""",
    """CREATE TRIGGER document_fixed BEFORE UPDATE ON document WHEN OLD.id IS NOT NEW.id OR OLD.kind IS NOT NEW.kind OR OLD.school_year IS NOT NEW.school_year OR OLD.number IS NOT NEW.number OR OLD.day IS NOT NEW.day OR OLD.content IS NOT NEW.content BEGIN SELECT RAISE(ABORT, 'id, kind, school_year, number, day, content of document never change'); END""",
    """CREATE TRIGGER month_kept BEFORE DELETE ON month BEGIN SELECT RAISE(ABORT, 'a row of month is never deleted'); END""",
    """CREATE TRIGGER month_not_replaced BEFORE INSERT ON month WHEN EXISTS (SELECT 1 FROM month WHERE id = NEW.id OR month = NEW.month) BEGIN SELECT RAISE(ABORT, 'a row of month is never replaced'); END""",
    """CREATE TRIGGER month_fixed BEFORE UPDATE ON month WHEN OLD.id IS NOT NEW.id OR OLD.month IS NOT NEW.month BEGIN SELECT RAISE(ABORT, 'id, month of month never change'); END""",
    """CREATE TRIGGER lateness_kept BEFORE DELETE ON lateness BEGIN SELECT RAISE(ABORT, 'a row of lateness is never deleted'); END""",
    """CREATE TRIGGER lateness_not_replaced BEFORE INSERT ON lateness WHEN EXISTS (SELECT 1 FROM lateness WHERE id = NEW.id OR entry_id = NEW.entry_id) BEGIN SELECT RAISE(ABORT, 'a row of lateness is never replaced'); END""",
    """CREATE TRIGGER lateness_fixed BEFORE UPDATE ON lateness WHEN OLD.id IS NOT NEW.id OR OLD.entry_id IS NOT NEW.entry_id BEGIN SELECT RAISE(ABORT, 'id, entry_id of lateness never change'); END""",
    """CREATE TRIGGER photo_kept BEFORE DELETE ON photo BEGIN SELECT RAISE(ABORT, 'a row of photo is never deleted'); END""",
    """CREATE TRIGGER photo_not_replaced BEFORE INSERT ON photo WHEN EXISTS (SELECT 1 FROM photo WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of photo is never replaced'); END""",
    """CREATE TRIGGER photo_fixed BEFORE UPDATE ON photo WHEN OLD.id IS NOT NEW.id OR OLD.device_id IS NOT NEW.device_id OR OLD.kind IS NOT NEW.kind OR OLD.file IS NOT NEW.file OR OLD.sha256 IS NOT NEW.sha256 BEGIN SELECT RAISE(ABORT, 'id, device_id, kind, file, sha256 of photo never change'); END""",
    """CREATE TRIGGER assessment_kept BEFORE DELETE ON assessment BEGIN SELECT RAISE(ABORT, 'a row of assessment is never deleted'); END""",
    """CREATE TRIGGER assessment_not_replaced BEFORE INSERT ON assessment WHEN EXISTS (SELECT 1 FROM assessment WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of assessment is never replaced'); END""",
    """CREATE TRIGGER assessment_fixed BEFORE UPDATE ON assessment WHEN OLD.id IS NOT NEW.id OR OLD.device_id IS NOT NEW.device_id OR OLD.day IS NOT NEW.day OR OLD.good IS NOT NEW.good OR OLD.fair IS NOT NEW.fair OR OLD.average IS NOT NEW.average OR OLD.poor IS NOT NEW.poor OR OLD.found_by IS NOT NEW.found_by OR OLD.occasion IS NOT NEW.occasion OR OLD.line_id IS NOT NEW.line_id OR OLD.note IS NOT NEW.note OR OLD.photo_id IS NOT NEW.photo_id BEGIN SELECT RAISE(ABORT, 'id, device_id, day, good, fair, average, poor, found_by, occasion, line_id, note, photo_id of assessment never change'); END""",
    """CREATE TRIGGER stocktake_kept BEFORE DELETE ON stocktake BEGIN SELECT RAISE(ABORT, 'a row of stocktake is never deleted'); END""",
    """CREATE TRIGGER stocktake_not_replaced BEFORE INSERT ON stocktake WHEN EXISTS (SELECT 1 FROM stocktake WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of stocktake is never replaced'); END""",
    """CREATE TRIGGER stocktake_fixed BEFORE UPDATE ON stocktake WHEN OLD.id IS NOT NEW.id OR OLD.scope IS NOT NEW.scope OR OLD.place_id IS NOT NEW.place_id OR OLD.subject IS NOT NEW.subject OR OLD.day IS NOT NEW.day OR OLD.entry IS NOT NEW.entry BEGIN SELECT RAISE(ABORT, 'id, scope, place_id, subject, day, entry of stocktake never change'); END""",
    """CREATE TRIGGER stocktake_row_kept BEFORE DELETE ON stocktake_row BEGIN SELECT RAISE(ABORT, 'a row of stocktake_row is never deleted'); END""",
    """CREATE TRIGGER stocktake_row_not_replaced BEFORE INSERT ON stocktake_row WHEN EXISTS (SELECT 1 FROM stocktake_row WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of stocktake_row is never replaced'); END""",
    """CREATE TRIGGER stocktake_row_fixed BEFORE UPDATE ON stocktake_row WHEN OLD.id IS NOT NEW.id OR OLD.stocktake_id IS NOT NEW.stocktake_id OR OLD.device_id IS NOT NEW.device_id OR OLD.place_id IS NOT NEW.place_id OR OLD.in_store IS NOT NEW.in_store OR OLD.on_loan IS NOT NEW.on_loan OR OLD.damaged IS NOT NEW.damaged OR OLD.in_repair IS NOT NEW.in_repair BEGIN SELECT RAISE(ABORT, 'id, stocktake_id, device_id, place_id, in_store, on_loan, damaged, in_repair of stocktake_row never change'); END""",
    """CREATE TRIGGER stocktake_count_kept BEFORE DELETE ON stocktake_count BEGIN SELECT RAISE(ABORT, 'a row of stocktake_count is never deleted'); END""",
    """CREATE TRIGGER stocktake_count_not_replaced BEFORE INSERT ON stocktake_count WHEN EXISTS (SELECT 1 FROM stocktake_count WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of stocktake_count is never replaced'); END""",
    """CREATE TRIGGER stocktake_count_fixed BEFORE UPDATE ON stocktake_count WHEN OLD.id IS NOT NEW.id OR OLD.stocktake_id IS NOT NEW.stocktake_id OR OLD.device_id IS NOT NEW.device_id OR OLD.typed IS NOT NEW.typed OR OLD.way IS NOT NEW.way OR OLD.quantity IS NOT NEW.quantity OR OLD.damaged IS NOT NEW.damaged OR OLD.quality IS NOT NEW.quality OR OLD.place_id IS NOT NEW.place_id OR OLD.counted_by IS NOT NEW.counted_by OR OLD.day IS NOT NEW.day OR OLD.entry IS NOT NEW.entry BEGIN SELECT RAISE(ABORT, 'id, stocktake_id, device_id, typed, way, quantity, damaged, quality, place_id, counted_by, day, entry of stocktake_count never change'); END""",
    """CREATE TRIGGER stocktake_finding_kept BEFORE DELETE ON stocktake_finding BEGIN SELECT RAISE(ABORT, 'a row of stocktake_finding is never deleted'); END""",
    """CREATE TRIGGER stocktake_finding_not_replaced BEFORE INSERT ON stocktake_finding WHEN EXISTS (SELECT 1 FROM stocktake_finding WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of stocktake_finding is never replaced'); END""",
    """CREATE TRIGGER stocktake_finding_fixed BEFORE UPDATE ON stocktake_finding WHEN OLD.id IS NOT NEW.id OR OLD.stocktake_id IS NOT NEW.stocktake_id OR OLD.device_id IS NOT NEW.device_id OR OLD.typed IS NOT NEW.typed OR OLD.kind IS NOT NEW.kind BEGIN SELECT RAISE(ABORT, 'id, stocktake_id, device_id, typed, kind of stocktake_finding never change'); END""",
    """CREATE TRIGGER city_account_kept BEFORE DELETE ON city_account BEGIN SELECT RAISE(ABORT, 'a row of city_account is never deleted'); END""",
    """CREATE TRIGGER city_account_not_replaced BEFORE INSERT ON city_account WHEN EXISTS (SELECT 1 FROM city_account WHERE id = NEW.id OR username = NEW.username) BEGIN SELECT RAISE(ABORT, 'a row of city_account is never replaced'); END""",
    """CREATE TRIGGER city_account_fixed BEFORE UPDATE ON city_account WHEN OLD.id IS NOT NEW.id OR OLD.username IS NOT NEW.username BEGIN SELECT RAISE(ABORT, 'id, username of city_account never change'); END""",
    """CREATE TRIGGER archive_kept BEFORE DELETE ON archive BEGIN SELECT RAISE(ABORT, 'a row of archive is never deleted'); END""",
    """CREATE TRIGGER archive_not_replaced BEFORE INSERT ON archive WHEN EXISTS (SELECT 1 FROM archive WHERE id = NEW.id OR file = NEW.file) BEGIN SELECT RAISE(ABORT, 'a row of archive is never replaced'); END""",
    """CREATE TRIGGER archive_fixed BEFORE UPDATE ON archive WHEN OLD.id IS NOT NEW.id OR OLD.kind IS NOT NEW.kind OR OLD.number IS NOT NEW.number OR OLD.title IS NOT NEW.title OR OLD.first IS NOT NEW.first OR OLD.last IS NOT NEW.last OR OLD.school_year IS NOT NEW.school_year OR OLD.file IS NOT NEW.file OR OLD.sha256 IS NOT NEW.sha256 OR OLD.size IS NOT NEW.size OR OLD.document_id IS NOT NEW.document_id OR OLD.entry IS NOT NEW.entry BEGIN SELECT RAISE(ABORT, 'id, kind, number, title, first, last, school_year, file, sha256, size, document_id, entry of archive never change'); END""",
    """CREATE TRIGGER governing_kept BEFORE DELETE ON governing BEGIN SELECT RAISE(ABORT, 'a row of governing is never deleted'); END""",
    """CREATE TRIGGER governing_not_replaced BEFORE INSERT ON governing WHEN EXISTS (SELECT 1 FROM governing WHERE id = NEW.id OR school_year = NEW.school_year) BEGIN SELECT RAISE(ABORT, 'a row of governing is never replaced'); END""",
    """CREATE TRIGGER governing_fixed BEFORE UPDATE ON governing WHEN OLD.id IS NOT NEW.id OR OLD.school_year IS NOT NEW.school_year BEGIN SELECT RAISE(ABORT, 'id, school_year of governing never change'); END""",
    """CREATE TRIGGER letterhead_kept BEFORE DELETE ON letterhead BEGIN SELECT RAISE(ABORT, 'a row of letterhead is never deleted'); END""",
    """CREATE TRIGGER letterhead_not_replaced BEFORE INSERT ON letterhead WHEN EXISTS (SELECT 1 FROM letterhead WHERE id = NEW.id OR valid_from = NEW.valid_from) BEGIN SELECT RAISE(ABORT, 'a row of letterhead is never replaced'); END""",
    """CREATE TRIGGER letterhead_fixed BEFORE UPDATE ON letterhead WHEN OLD.id IS NOT NEW.id OR OLD.valid_from IS NOT NEW.valid_from BEGIN SELECT RAISE(ABORT, 'id, valid_from of letterhead never change'); END""",
    """CREATE TRIGGER signer_kept BEFORE DELETE ON signer BEGIN SELECT RAISE(ABORT, 'a row of signer is never deleted'); END""",
    """CREATE TRIGGER signer_not_replaced BEFORE INSERT ON signer WHEN EXISTS (SELECT 1 FROM signer WHERE id = NEW.id OR valid_from = NEW.valid_from) BEGIN SELECT RAISE(ABORT, 'a row of signer is never replaced'); END""",
    """CREATE TRIGGER signer_fixed BEFORE UPDATE ON signer WHEN OLD.id IS NOT NEW.id OR OLD.valid_from IS NOT NEW.valid_from BEGIN SELECT RAISE(ABORT, 'id, valid_from of signer never change'); END""",
    """CREATE TRIGGER time_limit_kept BEFORE DELETE ON time_limit BEGIN SELECT RAISE(ABORT, 'a row of time_limit is never deleted'); END""",
    """CREATE TRIGGER time_limit_not_replaced BEFORE INSERT ON time_limit WHEN EXISTS (SELECT 1 FROM time_limit WHERE id = NEW.id OR (name = NEW.name AND valid_from = NEW.valid_from)) BEGIN SELECT RAISE(ABORT, 'a row of time_limit is never replaced'); END""",
    """CREATE TRIGGER time_limit_fixed BEFORE UPDATE ON time_limit WHEN OLD.id IS NOT NEW.id OR OLD.name IS NOT NEW.name OR OLD.valid_from IS NOT NEW.valid_from BEGIN SELECT RAISE(ABORT, 'id, name, valid_from of time_limit never change'); END""",
    """CREATE TRIGGER month_confirmation_kept BEFORE DELETE ON month_confirmation BEGIN SELECT RAISE(ABORT, 'a row of month_confirmation is never deleted'); END""",
    """CREATE TRIGGER month_confirmation_not_replaced BEFORE INSERT ON month_confirmation WHEN EXISTS (SELECT 1 FROM month_confirmation WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of month_confirmation is never replaced'); END""",
    """CREATE TRIGGER month_confirmation_fixed BEFORE UPDATE ON month_confirmation WHEN OLD.id IS NOT NEW.id OR OLD.month IS NOT NEW.month OR OLD.document_id IS NOT NEW.document_id OR OLD.confirmed_by IS NOT NEW.confirmed_by OR OLD.role IS NOT NEW.role OR OLD.day IS NOT NEW.day OR OLD.note IS NOT NEW.note BEGIN SELECT RAISE(ABORT, 'id, month, document_id, confirmed_by, role, day, note of month_confirmation never change'); END""",
    """CREATE TRIGGER quota_kept BEFORE DELETE ON quota BEGIN SELECT RAISE(ABORT, 'a row of quota is never deleted'); END""",
    """CREATE TRIGGER quota_not_replaced BEFORE INSERT ON quota WHEN EXISTS (SELECT 1 FROM quota WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of quota is never replaced'); END""",
    """CREATE TRIGGER quota_fixed BEFORE UPDATE ON quota WHEN OLD.id IS NOT NEW.id OR OLD.school_year IS NOT NEW.school_year OR OLD.term IS NOT NEW.term OR OLD.team_id IS NOT NEW.team_id OR OLD.teacher_id IS NOT NEW.teacher_id BEGIN SELECT RAISE(ABORT, 'id, school_year, term, team_id, teacher_id of quota never change'); END""",
    """CREATE TRIGGER layout_kept BEFORE DELETE ON layout BEGIN SELECT RAISE(ABORT, 'a row of layout is never deleted'); END""",
    """CREATE TRIGGER layout_not_replaced BEFORE INSERT ON layout WHEN EXISTS (SELECT 1 FROM layout WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of layout is never replaced'); END""",
    """CREATE TRIGGER layout_fixed BEFORE UPDATE ON layout WHEN OLD.id IS NOT NEW.id OR OLD.name IS NOT NEW.name BEGIN SELECT RAISE(ABORT, 'id, name of layout never change'); END""",
    """CREATE TRIGGER notice_kept BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'a row of notice is never deleted'); END""",
    """CREATE TRIGGER notice_not_replaced BEFORE INSERT ON notice WHEN EXISTS (SELECT 1 FROM notice WHERE id = NEW.id OR entry_id = NEW.entry_id) BEGIN SELECT RAISE(ABORT, 'a row of notice is never replaced'); END""",
    """CREATE TRIGGER notice_fixed BEFORE UPDATE ON notice WHEN OLD.id IS NOT NEW.id OR OLD.entry_id IS NOT NEW.entry_id OR OLD.topic IS NOT NEW.topic OR OLD.said IS NOT NEW.said OR OLD.team_id IS NOT NEW.team_id BEGIN SELECT RAISE(ABORT, 'id, entry_id, topic, said, team_id of notice never change'); END""",
    """CREATE TRIGGER upload_batch_kept BEFORE DELETE ON upload_batch BEGIN SELECT RAISE(ABORT, 'a row of upload_batch is never deleted'); END""",
    """CREATE TRIGGER upload_batch_not_replaced BEFORE INSERT ON upload_batch WHEN EXISTS (SELECT 1 FROM upload_batch WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of upload_batch is never replaced'); END""",
    """CREATE TRIGGER upload_batch_fixed BEFORE UPDATE ON upload_batch WHEN OLD.id IS NOT NEW.id OR OLD.layout IS NOT NEW.layout OR OLD.choice IS NOT NEW.choice OR OLD.first IS NOT NEW.first OR OLD.last IS NOT NEW.last OR OLD.head IS NOT NEW.head OR OLD.rows IS NOT NEW.rows OR OLD.file IS NOT NEW.file OR OLD.sha256 IS NOT NEW.sha256 OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, layout, choice, first, last, head, rows, file, sha256, day of upload_batch never change'); END""",
    """CREATE TRIGGER upload_row_kept BEFORE DELETE ON upload_row BEGIN SELECT RAISE(ABORT, 'a row of upload_row is never deleted'); END""",
    """CREATE TRIGGER upload_row_not_replaced BEFORE INSERT ON upload_row WHEN EXISTS (SELECT 1 FROM upload_row WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of upload_row is never replaced'); END""",
    """CREATE TRIGGER upload_row_fixed BEFORE UPDATE ON upload_row WHEN OLD.id IS NOT NEW.id OR OLD.batch_id IS NOT NEW.batch_id OR OLD.device_id IS NOT NEW.device_id OR OLD.number IS NOT NEW.number OR OLD.through IS NOT NEW.through BEGIN SELECT RAISE(ABORT, 'id, batch_id, device_id, number, through of upload_row never change'); END""",
    """CREATE TRIGGER timetable_kept BEFORE DELETE ON timetable BEGIN SELECT RAISE(ABORT, 'a row of timetable is never deleted'); END""",
    """CREATE TRIGGER timetable_not_replaced BEFORE INSERT ON timetable WHEN EXISTS (SELECT 1 FROM timetable WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of timetable is never replaced'); END""",
    """CREATE TRIGGER timetable_fixed BEFORE UPDATE ON timetable WHEN OLD.id IS NOT NEW.id OR OLD.class_id IS NOT NEW.class_id OR OLD.weekday IS NOT NEW.weekday OR OLD.session IS NOT NEW.session OR OLD.period IS NOT NEW.period OR OLD.first_day IS NOT NEW.first_day BEGIN SELECT RAISE(ABORT, 'id, class_id, weekday, session, period, first_day of timetable never change'); END""",
    """CREATE TRIGGER teaching_kept BEFORE DELETE ON teaching BEGIN SELECT RAISE(ABORT, 'a row of teaching is never deleted'); END""",
    """CREATE TRIGGER teaching_not_replaced BEFORE INSERT ON teaching WHEN EXISTS (SELECT 1 FROM teaching WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of teaching is never replaced'); END""",
    """CREATE TRIGGER teaching_fixed BEFORE UPDATE ON teaching WHEN OLD.id IS NOT NEW.id OR OLD.teacher_id IS NOT NEW.teacher_id OR OLD.class_id IS NOT NEW.class_id OR OLD.subject IS NOT NEW.subject OR OLD.first_day IS NOT NEW.first_day BEGIN SELECT RAISE(ABORT, 'id, teacher_id, class_id, subject, first_day of teaching never change'); END""",
    """CREATE TRIGGER intake_kept BEFORE DELETE ON intake BEGIN SELECT RAISE(ABORT, 'a row of intake is never deleted'); END""",
    """CREATE TRIGGER intake_not_replaced BEFORE INSERT ON intake WHEN EXISTS (SELECT 1 FROM intake WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of intake is never replaced'); END""",
    """CREATE TRIGGER intake_fixed BEFORE UPDATE ON intake WHEN OLD.id IS NOT NEW.id OR OLD.entry IS NOT NEW.entry OR OLD.day IS NOT NEW.day OR OLD.kind IS NOT NEW.kind OR OLD.file IS NOT NEW.file OR OLD.sheet IS NOT NEW.sheet OR OLD.period IS NOT NEW.period OR OLD.read IS NOT NEW.read OR OLD.added IS NOT NEW.added OR OLD.updated IS NOT NEW.updated OR OLD.skipped IS NOT NEW.skipped OR OLD.errors IS NOT NEW.errors OR OLD.gone IS NOT NEW.gone BEGIN SELECT RAISE(ABORT, 'id, entry, day, kind, file, sheet, period, read, added, updated, skipped, errors, gone of intake never change'); END""",
    """CREATE TRIGGER reconciliation_kept BEFORE DELETE ON reconciliation BEGIN SELECT RAISE(ABORT, 'a row of reconciliation is never deleted'); END""",
    """CREATE TRIGGER reconciliation_not_replaced BEFORE INSERT ON reconciliation WHEN EXISTS (SELECT 1 FROM reconciliation WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of reconciliation is never replaced'); END""",
    """CREATE TRIGGER reconciliation_fixed BEFORE UPDATE ON reconciliation WHEN OLD.id IS NOT NEW.id OR OLD.origin IS NOT NEW.origin OR OLD.file IS NOT NEW.file OR OLD.sheet IS NOT NEW.sheet OR OLD.sha256 IS NOT NEW.sha256 OR OLD.headings IS NOT NEW.headings OR OLD.day IS NOT NEW.day BEGIN SELECT RAISE(ABORT, 'id, origin, file, sheet, sha256, headings, day of reconciliation never change'); END""",
    """CREATE TRIGGER reconciliation_row_kept BEFORE DELETE ON reconciliation_row BEGIN SELECT RAISE(ABORT, 'a row of reconciliation_row is never deleted'); END""",
    """CREATE TRIGGER reconciliation_row_not_replaced BEFORE INSERT ON reconciliation_row WHEN EXISTS (SELECT 1 FROM reconciliation_row WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of reconciliation_row is never replaced'); END""",
    """CREATE TRIGGER reconciliation_row_fixed BEFORE UPDATE ON reconciliation_row WHEN OLD.id IS NOT NEW.id OR OLD.reconciliation_id IS NOT NEW.reconciliation_id OR OLD.number IS NOT NEW.number OR OLD.content IS NOT NEW.content BEGIN SELECT RAISE(ABORT, 'id, reconciliation_id, number, content of reconciliation_row never change'); END""",
    """CREATE TRIGGER reconciliation_decision_kept BEFORE DELETE ON reconciliation_decision BEGIN SELECT RAISE(ABORT, 'a row of reconciliation_decision is never deleted'); END""",
    """CREATE TRIGGER reconciliation_decision_not_replaced BEFORE INSERT ON reconciliation_decision WHEN EXISTS (SELECT 1 FROM reconciliation_decision WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of reconciliation_decision is never replaced'); END""",
    """CREATE TRIGGER reconciliation_decision_fixed BEFORE UPDATE ON reconciliation_decision WHEN OLD.id IS NOT NEW.id OR OLD.reconciliation_id IS NOT NEW.reconciliation_id OR OLD.device_id IS NOT NEW.device_id OR OLD.row_id IS NOT NEW.row_id OR OLD.field IS NOT NEW.field BEGIN SELECT RAISE(ABORT, 'id, reconciliation_id, device_id, row_id, field of reconciliation_decision never change'); END""",
    """CREATE TRIGGER backup_kept BEFORE DELETE ON backup BEGIN SELECT RAISE(ABORT, 'a row of backup is never deleted'); END""",
    """CREATE TRIGGER backup_not_replaced BEFORE INSERT ON backup WHEN EXISTS (SELECT 1 FROM backup WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of backup is never replaced'); END""",
    """CREATE TRIGGER backup_fixed BEFORE UPDATE ON backup WHEN OLD.id IS NOT NEW.id OR OLD.act IS NOT NEW.act OR OLD.file IS NOT NEW.file OR OLD.place IS NOT NEW.place OR OLD.day IS NOT NEW.day OR OLD.entries IS NOT NEW.entries OR OLD.head IS NOT NEW.head OR OLD.sha256 IS NOT NEW.sha256 OR OLD.size IS NOT NEW.size OR OLD.sealed IS NOT NEW.sealed BEGIN SELECT RAISE(ABORT, 'id, act, file, place, day, entries, head, sha256, size, sealed of backup never change'); END""",
    """CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'a row of entry is never deleted'); END""",
    """CREATE TRIGGER entry_not_replaced BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id OR hash = NEW.hash OR reverses = NEW.reverses) BEGIN SELECT RAISE(ABORT, 'a row of entry is never replaced'); END""",
    """CREATE TRIGGER entry_fixed BEFORE UPDATE ON entry WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'id of entry never change'); END""",
    """CREATE TRIGGER posting_kept BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'a row of posting is never deleted'); END""",
    """CREATE TRIGGER posting_not_replaced BEFORE INSERT ON posting WHEN EXISTS (SELECT 1 FROM posting WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of posting is never replaced'); END""",
    """CREATE TRIGGER posting_fixed BEFORE UPDATE ON posting WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'id of posting never change'); END""",
)

TABLES = (
    "device_search",
    "repair",
    "posting",
    "disposal_line",
    "damage_balance",
    "plan_item",
    "line_balance",
    "damage",
    "assessment",
    "stocktake_finding",
    "plan",
    "loan_line",
    "timetable",
    "teaching",
    "reconciliation_decision",
    "loan",
    "care_done",
    "upload_row",
    "stocktake_row",
    "stocktake_count",
    "school_class",
    "reconciliation_row",
    "quota",
    "photo",
    "kit_item",
    "described",
    "city_account",
    "care_plan",
    "balance",
    "stocktake",
    "reconciliation",
    "person",
    "notice",
    "month_confirmation",
    "month",
    "lateness",
    "disposal",
    "device",
    "archive",
    "upload_batch",
    "time_limit",
    "team",
    "subject",
    "special_day",
    "signer",
    "setting",
    "school_year",
    "place",
    "letterhead",
    "layout",
    "kit",
    "intake",
    "headcount",
    "governing",
    "fund",
    "entry",
    "document",
    "catalogue_item",
    "calendar_year",
    "backup",
)


def upgrade() -> None:
    """Make the first book."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take the first book away again."""
    for table in TABLES:
        op.get_bind().exec_driver_sql(f"DROP TABLE {table}")
