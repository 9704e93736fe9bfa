"""The frame of every page: header, switchers, login, server set-up, tour."""
