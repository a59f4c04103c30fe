"""What the demonstration school sends outside in time: batches for the city, notices."""

from __future__ import annotations

from random import Random

from app.services.deadlines import Deadlines
from app.services.notices import SettleNotice
from app.services.room import Room
from app.services.upload_answers import AnswerUpload, MarkUploaded
from app.services.uploading import MakeUpload, UploadPreview
from app.services.uploads import RowsOfUpload

_REJECTED = "Sai mã danh mục đơn vị tính"


def send(room: Room, random: Random, *, last: bool) -> None:
    """Upload what changed, and enter the notices; the `last` time the answer is still to come."""
    notices = tuple(one.entry for one in room.ask(Deadlines()) if one.is_notice and not one.settled)
    if notices:
        room.run(SettleNotice(notices, room.today()))
    if room.ask(UploadPreview()).refusal is not None:
        return
    made = room.run(MakeUpload()).value
    room.run(MarkUploaded(made.batch, room.today(), "Máy chủ của hệ thống bảo trì"))
    if last:
        return
    rows = room.ask(RowsOfUpload(made.batch))
    refused = random.random() < 0.2  # noqa: PLR2004 - one in five
    rejected = {random.choice(rows).code: _REJECTED} if refused else {}
    room.run(AnswerUpload(made.batch, rejected, rest=True))
