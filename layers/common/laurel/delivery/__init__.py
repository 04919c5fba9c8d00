"""Credits on their way to a partner: batching, retries, circuit breaker, rate limit, and the partner's protocol."""
