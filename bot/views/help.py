"""What Heard is, and its commands: made from the same table that parses them."""

from slack_sdk.models.blocks import Block

from bot.board import Board
from bot.commands import COMMANDS, Command
from bot.views.pieces import divider, escaped, header, section, small


def help_blocks(board: Board) -> list[Block]:
    return [
        header("Heard"),
        section(
            "Heard asks practitioners, children and families what safeguarding is really like, "
            f"and shows {escaped(board.name)} how far that is from the good picture."
        ),
        divider(),
        *(section(_line(command)) for command in COMMANDS),
        section(
            "*Your own data* `/heard my-data` shows what is kept about you, to you alone; "
            "`/heard forget-me` deletes what can be deleted, after asking once more."
        ),
        small(
            f"Heard is not for reporting a worry. Call {escaped(board.mash_contact)}; out of hours "
            f"{escaped(board.out_of_hours)}; in an emergency {escaped(board.emergency)}."
        ),
    ]


def _line(command: Command) -> str:
    usage = f"{command.name} {command.usage}".strip()
    examples = " or ".join(f"`{example}`" for example in command.examples)
    for_whom = f" _({command.for_whom})_" if command.for_whom else ""
    return f"*`{usage}`* {command.does}{for_whom}\nFor example {examples}"
