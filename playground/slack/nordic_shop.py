"""The default world: the workspace Nordic Shop, and Fjord Toys next door."""

from playground.slack.world import (
    Command,
    Conversation,
    Installation,
    SlackApp,
    Team,
    User,
    World,
)

HOME = "T0NORDIC01"
OTHER = "T0FJORDT01"
BOT = "U0AMZBOT01"
ADMINS = "C0ADMINS01"
"""The Slack channel of those who run the app."""
MEMBER_SCOPES = frozenset({"commands", "chat:write", "users:read", "im:write"})
APP = SlackApp(
    id="A0AMZSTORE",
    name="Amazon Stores",
    commands=(Command("/amazon-store", "Connect and look after Amazon stores"),),
    scopes=MEMBER_SCOPES,
    events=frozenset({"app_home_opened", "app_uninstalled", "tokens_revoked", "user_change"}),
)


def _people(app: SlackApp) -> list[User]:
    return [
        User("U0ANNA0001", "Anna", HOME, is_admin=True, color="4bbe2e"),
        User("U0BEN00001", "Ben", HOME, tz="America/New_York", color="e7392d"),
        User("U0SVEN0001", "Sven", HOME, locale="sv-SE", color="3c989f"),
        User("U0GITA0001", "Gita", HOME, is_restricted=True, color="674b1b"),
        User("U0DANA0001", "Dana", HOME, deleted=True, color="e96699"),
        User("U0EXT00001", "Ext", OTHER, color="9f69e7"),
        User("U0FIA00001", "Fia", OTHER, is_admin=True, color="d58247"),
        User(BOT, app.name, HOME, is_bot=True, color="2b6cb0"),
    ]


def _channels() -> list[Conversation]:
    anna, ben, sven, gita, ext, fia = (
        "U0ANNA0001",
        "U0BEN00001",
        "U0SVEN0001",
        "U0GITA0001",
        "U0EXT00001",
        "U0FIA00001",
    )
    staff = {anna, ben, sven}
    return [
        Conversation("C0AMAZON01", "amazon", HOME, {*staff, gita, BOT}),
        Conversation("C0SALES001", "sales", HOME, {*staff, BOT}),
        Conversation("C0GENERAL1", "general", HOME, {*staff}, is_general=True),
        Conversation("C0OLDPROJ1", "old-project", HOME, {*staff, BOT}, is_archived=True),
        Conversation(ADMINS, "amazon-admins", HOME, {anna, BOT}, is_private=True),
        Conversation("C0BOARD001", "board", HOME, {anna}, is_private=True),
        Conversation("C0PARTNER1", "partners", HOME, {*staff, ext, BOT}, is_ext_shared=True),
        Conversation("C0FJORD001", "fjord", OTHER, {ext, fia}, is_general=True),
    ]


def nordic_shop(bot_token: str, app: SlackApp = APP) -> World:
    """Build the default world with the app installed in Nordic Shop."""
    return World(
        home=HOME,
        app=app,
        teams={
            HOME: Team(HOME, "Nordic Shop", "nordic-shop"),
            OTHER: Team(OTHER, "Fjord Toys", "fjord-toys"),
        },
        users={user.id: user for user in _people(app)},
        conversations={channel.id: channel for channel in _channels()},
        installations=[Installation(HOME, bot_token, BOT, "B0AMZBOT01", app.scopes)],
    )
