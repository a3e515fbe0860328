"""A corpus run, step by step: `plan` cuts the inputs into shards, `shard` cleans one, `crossfile` finds what repeats
across them, `audit` writes what is said about the run, `restore` goes back.

`engine` runs steps on many shards; the steps know nothing about processes.
The public door is `parkclean.corpus`.
"""
