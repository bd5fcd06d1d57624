"""What all tests share: properties look at the same examples each time, unless asked to explore.

`pytest --hypothesis-profile=explore` looks for new examples.
"""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("steady")
