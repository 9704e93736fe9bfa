"""The confusion matrix as a picture whose cells can be chosen and which can be saved."""
