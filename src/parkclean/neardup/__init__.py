"""Repeats and near-duplicates: shingles, signatures, containment, the decision, result objects."""
