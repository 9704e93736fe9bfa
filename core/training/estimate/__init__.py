"""How long a run will take and how much memory it needs, before it is started."""
