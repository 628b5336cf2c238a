"""Views: pure functions from what services answer to components and figures. No questions are asked here."""
