"""How hosts and engines are reached: the only importer of docker, paramiko, vagrant, subprocess."""
