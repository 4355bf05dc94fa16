"""A list to choose one of: Gradio's dropdown, whose list changes while the page is open."""

from gradio import Dropdown


class Choice(Dropdown):  # type: ignore[misc]  # Gradio is not typed
    """Takes any text for a choice: the list that Gradio would check it against is the one of when the page was built. Whoever gets the
    choice looks it up and says where there is none such.
    """

    is_template = True  # it looks as its parent does

    def preprocess(self, payload: str | None) -> str | None:
        """What was chosen."""
        return payload
