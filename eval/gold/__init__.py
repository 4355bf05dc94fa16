"""What is asked and what is right: gold questions, their file formats and suites, and the plan texts in which their quotes are looked up."""
