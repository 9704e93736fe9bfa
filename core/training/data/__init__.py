"""From stored pixels or features to the batches a network learns from."""
