"""What a graph, a profile and an answer are: plain frozen data, without behaviour that needs a file or a search."""
