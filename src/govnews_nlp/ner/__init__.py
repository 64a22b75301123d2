"""Statistical entity recognition: the shipped tagger and the backends that users may choose in its place."""
