"""How plans become searchable: passages, units, keyword and vector search, snapshots on disk."""
