"""Bytes that a mirror hit across two characters: the damage, its proof, and the way back.

`damage` plays it forward and proves, `model` knows what is likely, `search` finds what was there.
The rules that use them are in `parkclean.stages.glosses`.
"""
