"""A synthetic year of a made-up board, to try Heard on. Nobody in it exists; nothing happened.

Every name, person, agency head count, answer and comment is invented; the comments were written
for this project, and the telephone numbers are from the range that is kept free for stories.
What a reader of the digests should find in the year is listed in `year.py`.
"""

from pathlib import Path

from bot.settings import Settings

FOLDER = Path("practice-data")


def demo_settings(folder: Path = FOLDER) -> Settings:
    """Settings for the made-up board, with its data in *folder* and nothing of a real board's.

    Tokens of Slack are left as the environment has them: the practice workspace refuses real ones.
    """
    packaged = Path(__file__).parent
    return Settings(
        _env_file=None,
        data=folder,
        store="",
        board=packaged / "board.yaml",
        people=packaged / "people.csv",
        population=packaged / "population.csv",
        surveys=None,
        measures=None,
        framework=None,
        codebook=None,
        models=None,
        key_file=None,
    )
