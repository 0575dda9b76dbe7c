"""Events and subscriptions as the store keeps them, and back.

Decimals are text, digit for digit; times are ISO 8601. What a newer or older program wrote is read
as far as it is understood: unknown fields are passed over, a field that cannot be read is absent.
"""
