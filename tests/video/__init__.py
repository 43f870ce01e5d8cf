"""Those who make video calls, against strict local servers of ours that speak their documented APIs."""
