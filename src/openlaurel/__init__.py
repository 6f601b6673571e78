"""OpenLaurel: the open micro-credential platform."""

__version__ = "0.1.0"
