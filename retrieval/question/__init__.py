"""From the words of a question to what it asks: places, years, parts, the conversation before it. Nothing here has read a plan."""
