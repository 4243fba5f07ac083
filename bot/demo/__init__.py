"""A synthetic year of a made-up board, to try Heard on. Nobody in it exists; nothing happened.

Every name, person, agency head count, answer and comment is invented; the comments were written
for this project, and the telephone numbers are from the range that is kept free for stories.
What a reader of the digests should find in the year is listed in `year.py`.
"""

from pathlib import Path

from bot.settings import Settings

FOLDER = Path("practice-data")


def demo_settings(folder: Path | None = None) -> Settings:
    """Settings for the made-up board, with its data in *folder* and nothing of a real board's.

    Without *folder*, in one of its own: within HEARD_DATA where that is set, else right here.
    Tokens of Slack are left as the environment has them: the practice workspace refuses real ones.
    """
    packaged = Path(__file__).parent
    return Settings(
        _env_file=None,
        data=folder or _own_folder(),
        store="",
        board=packaged / "board.yaml",
        people=packaged / "people.csv",
        population=packaged / "population.csv",
        surveys=None,
        measures=None,
        framework=None,
        codebook=None,
        wording=None,
        models=None,
        key_file=None,
    )


def _own_folder() -> Path:
    set_by_hand = Settings(_env_file=None)
    return set_by_hand.data / FOLDER if "data" in set_by_hand.model_fields_set else FOLDER
