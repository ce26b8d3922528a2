"""事業カード: the cards of an action plan, put together again from pages that print their parts apart."""
