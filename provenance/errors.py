"""Every exception that the package raises on purpose.

::

    ProvenanceError            anything below; its text is one line that says what to do next
    ├── UsageError             a flag, a value or a combination is wrong: change the command          (exit 2)
    ├── ConfigError            a settings file or variable is wrong: mend the named key                (exit 2)
    ├── DraftError             a draft cannot be read: give another file, or name its format           (exit 2)
    ├── SourceError            a source given by hand cannot be read: give another file                (exit 2)
    ├── CassetteError          a cassette is missing, damaged or of another kind: record it again      (exit 2)
    ├── CacheError             the store of captures cannot be used: name another directory            (exit 2)
    ├── ModelError             a language model cannot be loaded: install or name another              (exit 3)
    ├── EngineError            the cluster that does an audit's work has gone: start it, and run again        (exit 3)
    ├── DeliveryError          a report could not be handed to a server: mend what the message names   (exit 3)
    └── StoreError             the audit's database cannot be used: mend what the message names        (exit 3)
        └── BusyError          another run of the same audit is at work: wait for it                   (exit 2)

What goes wrong with an address or a page is no exception but an :class:`provenance.model.Unavailable`: one page that
cannot be read must never end a run, nor become a verdict about a claim.
"""


class ProvenanceError(Exception):
    """Base of all errors of this package. ``str(error)`` is one line for a person, and says what to do next."""

    exit_code = 3


class UsageError(ProvenanceError):
    """The command line or call is wrong. Change it; trying again as it is will not help."""

    exit_code = 2


class ConfigError(ProvenanceError):
    """A settings file or ``PROVENANCE_*`` variable is wrong. Mend the key that the message names."""

    exit_code = 2


class DraftError(ProvenanceError):
    """A draft cannot be read. The other drafts of the run are not affected."""

    exit_code = 2


class SourceError(ProvenanceError):
    """A source given by hand cannot be read. Give a file that exists and holds text."""

    exit_code = 2


class CassetteError(ProvenanceError):
    """A cassette is missing, damaged or not a cassette. Record it again or name another."""

    exit_code = 2


class CacheError(ProvenanceError):
    """The store of captures cannot be read or written. Name another directory, make room, or go without it."""

    exit_code = 2


class ModelError(ProvenanceError):
    """A language model cannot be loaded. Install what the message names, or choose another."""

    exit_code = 3


class EngineError(ProvenanceError):
    """The cluster that does an audit's work cannot be reached any more. What was done is kept: start it, and run again."""

    exit_code = 3


class DeliveryError(ProvenanceError):
    """A mail server or webhook did not take a report. The report is not lost: mend what the message names, and send it again."""

    exit_code = 3


class StoreError(ProvenanceError):
    """The audit's database cannot be opened, read or written. Nothing that was stored is lost; mend what the message names."""

    exit_code = 3


class BusyError(StoreError):
    """Another run of the same audit is at work. Wait until it ends, or stop it."""

    exit_code = 2
