"""The pages: what stands between the store and a browser."""
