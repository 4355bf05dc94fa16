"""The pages in headless Chromium: how fast they open, answer, and move with much in them."""
