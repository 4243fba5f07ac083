"""What it costs, measured: beside a raw limit or a peer in the same run wherever there is one."""
