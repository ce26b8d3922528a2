"""アンケート: questions, bases and figures of the survey chapters."""
