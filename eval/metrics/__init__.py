"""One small function a metric. They judge recorded answers against gold questions and plan texts, and share no code with what wrote them."""
