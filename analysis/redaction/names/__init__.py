"""People's names in a comment: lists say what may be a name, the words around whether it is one."""

from analysis.redaction.names.finding import FoundName, names_in

__all__ = ["FoundName", "names_in"]
