"""A running server put through calls that no page would send, and watched from outside."""
