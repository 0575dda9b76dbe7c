"""One file per family of sources: its addresses, answering as the real ones do."""
