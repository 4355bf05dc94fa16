"""One step a file; a step is never changed once it has been published."""
