"""What belongs to this report and to no other: its models, its charts and tables, its words."""
