"""What can be asked over HTTP? Every public module of this folder has a `router`."""
