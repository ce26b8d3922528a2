"""Check digits: which runs of digits are a マイナンバー or a payment card."""

WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)  # Qn from the highest digit to the lowest: n + 1 up to n = 6, then n - 5


def is_my_number(digits: str) -> bool:
    """Whether `digits` are twelve with the check digit of a 個人番号.

    平成26年総務省令第85号 第5条: 11 less the remainder of Σ Pn × Qn by 11; 0 where the remainder is 0 or 1.
    """
    if len(digits) != 12:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def is_card(digits: str) -> bool:
    """Whether `digits` are 14 to 16 with the check digit of ISO/IEC 7812-1 (Luhn)."""
    if not 14 <= len(digits) <= 16:
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
