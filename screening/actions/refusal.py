"""What every action raises when it does not do what was asked."""


class Refusal(Exception):
    """Something that may not be; nothing was changed. Each kind names its codes;
    words stand beside the pages.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
