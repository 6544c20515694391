"""The drill: a partnership is copied and attacked, over and over, as the people who could; what each attack comes to is claimed beforehand."""
