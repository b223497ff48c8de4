"""etcd over any byte stream: v3 by its JSON gateway, v2 by its own HTTP."""
