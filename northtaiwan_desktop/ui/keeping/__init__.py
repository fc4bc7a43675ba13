"""How the register is kept safe: its copies, its checks, and what helps when it is damaged."""
