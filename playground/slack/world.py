"""Who and what there is: workspaces, people, conversations, the app. Plain data."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    domain: str


@dataclass(frozen=True)
class User:
    """A person or bot; `team_id` is the home workspace, as in Slack Connect."""

    id: str
    first_name: str
    team_id: str
    is_admin: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    locale: str = "en-US"
    tz: str = "Europe/Stockholm"
    color: str = "4bbe2e"
    named_team_id: str = ""
    """Which team Slack names instead of the home one: a sister workspace, or the organization."""
    enterprise_teams: tuple[str, ...] = ()
    """All workspaces of an Enterprise organization that the person is in."""

    @property
    def shown_team_id(self) -> str:
        return self.named_team_id or self.team_id

    @property
    def name(self) -> str:
        return self.first_name.lower().replace(" ", "_")


@dataclass
class Conversation:
    """A channel, or an `im` between one person and the app's bot user."""

    id: str
    name: str
    team_id: str
    members: set[str] = field(default_factory=set)
    kind: str = "channel"
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    is_general: bool = False
    created: int = 1_700_000_000


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class SlackApp:
    """What the app asks of Slack; `events` are those that it subscribes to.

    `has_home` and `has_messages` are the tabs of its App Home; people can write to the app in
    the second one where it `listens_to_messages`.
    """

    id: str
    name: str
    commands: tuple[Command, ...]
    scopes: frozenset[str]
    events: frozenset[str]
    has_home: bool = True
    has_messages: bool = True
    listens_to_messages: bool = True


@dataclass
class Installation:
    """The app in one workspace; `refusal` is Slack's word once it takes the token no more."""

    team_id: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    refusal: str = ""


@dataclass
class World:
    """Everything that exists before anybody says a word; `home` is the workspace shown first."""

    home: str
    app: SlackApp
    teams: dict[str, Team]
    users: dict[str, User]
    conversations: dict[str, Conversation]
    installations: list[Installation] = field(default_factory=list)

    def user_named(self, first_name: str) -> User:
        return next(u for u in self.users.values() if u.first_name == first_name)

    def channel_named(self, name: str) -> Conversation:
        return next(c for c in self.conversations.values() if c.name == name.lstrip("#"))

    def installation(self, team_id: str) -> Installation:
        return next(i for i in self.installations if i.team_id == team_id)

    def answering(self, team_id: str) -> Installation:
        """Find the app as it answers in a workspace: installed there, or else at home."""
        found = (i for i in self.installations if i.team_id == team_id)
        return next(found, self.installations[0])

    def bot_of(self, team_id: str) -> str:
        """Name the app's bot user in a workspace, or nobody where it is not installed."""
        found = (i.bot_user_id for i in self.installations if i.team_id == team_id)
        return next(found, "")

    def change_user(self, user_id: str, **changes: str | bool | tuple[str, ...]) -> User:
        self.users[user_id] = replace(self.users[user_id], **changes)  # type: ignore[arg-type] # names are User's own
        return self.users[user_id]

    def im_with(self, user_id: str, bot_user_id: str) -> Conversation:
        """Find or open the direct conversation between a person and the app."""
        conversation_id = f"D{user_id[1:]}{bot_user_id[-2:]}"
        user = self.users[user_id]
        return self.conversations.setdefault(
            conversation_id,
            Conversation(
                conversation_id,
                user.name,
                self.users[bot_user_id].team_id,
                {user_id, bot_user_id},
                kind="im",
                is_private=True,
            ),
        )

    def is_read_only(self, conversation: Conversation) -> bool:
        """Tell whether people cannot write where the app writes to one of them."""
        return conversation.kind == "im" and not self.app.listens_to_messages

    def meets(self, team_id: str, user: User) -> bool:
        """Tell whether a workspace knows a person: its own, or one in a channel shared with it."""
        if user.team_id == team_id:
            return True
        channels = (c for c in self.conversations.values() if user.id in c.members)
        return any(self._is_of(team_id, channel) for channel in channels)

    def _is_of(self, team_id: str, conversation: Conversation) -> bool:
        members = (self.users[member] for member in conversation.members)
        return conversation.team_id == team_id or any(m.team_id == team_id for m in members)

    def sees(self, user_id: str, conversation: Conversation) -> bool:
        """Tell whether a person may read there: members, and full members in public channels."""
        user = self.users[user_id]
        if user_id in conversation.members:
            return True
        outsider = user.is_restricted or user.team_id != conversation.team_id
        return not conversation.is_private and not outsider
