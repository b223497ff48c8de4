"""HTTP/1.1 as a client, over any byte stream."""
