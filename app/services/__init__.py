"""What a person can do or ask: one frozen dataclass for each action and question."""
