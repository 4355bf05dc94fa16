"""The chain around a chat model: what it is shown, how it is asked, what of its answer may stand."""
