"""The hand-made months, as the services' tests have them."""

from tests.services.conftest import hand_services, hand_settings

__all__ = ["hand_services", "hand_settings"]
