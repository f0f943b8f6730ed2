// Emoji by the short names that Slack uses; flags are spelled with regional indicator letters.

const FIRST_LETTER = 0x1f1e6;
const SHORT_FLAGS = ["us", "jp", "de", "fr", "it", "es", "gb", "cn", "kr", "ru"];
const SHORT_NAME = /:([a-z0-9_+'-]+):/g;

const TABLE = new Map(
  [
    "+1 👍 , thumbsup 👍 , -1 👎 , thumbsdown 👎 , white_check_mark ✅ , heavy_check_mark ✔️",
    "ballot_box_with_check ☑️ , x ❌ , negative_squared_cross_mark ❎ , warning ⚠️",
    "no_entry ⛔ , no_entry_sign 🚫 , octagonal_sign 🛑 , construction 🚧",
    "rotating_light 🚨 , exclamation ❗ , heavy_exclamation_mark ❗ , grey_exclamation ❕",
    "question ❓ , grey_question ❔ , information_source ℹ️ , bulb 💡 , bell 🔔 , no_bell 🔕",
    "loudspeaker 📢 , mega 📣 , speech_balloon 💬 , thought_balloon 💭 , eyes 👀 , eye 👁️",
    "wave 👋 , pray 🙏 , clap 👏 , raised_hands 🙌 , muscle 💪 , point_right 👉",
    "point_left 👈 , point_up ☝️ , point_down 👇 , ok_hand 👌 , handshake 🤝",
    "writing_hand ✍️ , tada 🎉 , confetti_ball 🎊 , sparkles ✨ , star ⭐ , star2 🌟",
    "dizzy 💫 , fire 🔥 , zap ⚡ , boom 💥 , rocket 🚀 , heart ❤️ , green_heart 💚",
    "blue_heart 💙 , yellow_heart 💛 , purple_heart 💜 , orange_heart 🧡 , broken_heart 💔",
    "100 💯 , smile 😄 , smiley 😃 , grinning 😀 , grin 😁 , joy 😂 , slightly_smiling_face 🙂",
    "blush 😊 , wink 😉 , relaxed ☺️ , thinking_face 🤔 , neutral_face 😐 , confused 😕",
    "worried 😟 , cry 😢 , sob 😭 , sweat_smile 😅 , sunglasses 😎 , robot_face 🤖 , ghost 👻",
    "lock 🔒 , unlock 🔓 , closed_lock_with_key 🔐 , key 🔑 , old_key 🗝️ , shield 🛡️",
    "link 🔗 , chains ⛓️ , electric_plug 🔌 , battery 🔋 , hourglass ⌛",
    "hourglass_flowing_sand ⏳ , stopwatch ⏱️ , alarm_clock ⏰ , timer_clock ⏲️",
    "clock1 🕐 , clock3 🕒 , clock9 🕘 , clock12 🕛 , watch ⌚ , calendar 📅 , date 📅",
    "spiral_calendar_pad 🗓️ , calendar_spiral 🗓️ , memo 📝 , pencil 📝 , pencil2 ✏️",
    "clipboard 📋 , page_facing_up 📄 , page_with_curl 📃 , file_folder 📁",
    "open_file_folder 📂 , card_index_dividers 🗂️ , file_cabinet 🗄️ , label 🏷️",
    "bookmark 🔖 , paperclip 📎 , pushpin 📌 , round_pushpin 📍 , mag 🔍 , mag_right 🔎",
    "chart_with_upwards_trend 📈 , chart_with_downwards_trend 📉 , bar_chart 📊",
    "moneybag 💰 , dollar 💵 , euro 💶 , pound 💷 , yen 💴 , credit_card 💳 , receipt 🧾",
    "shopping_trolley 🛒 , shopping_bags 🛍️ , package 📦 , outbox_tray 📤 , inbox_tray 📥",
    "mailbox 📫 , mailbox_with_mail 📬 , email 📧 , e-mail 📧 , envelope ✉️",
    "incoming_envelope 📨 , envelope_with_arrow 📩 , postbox 📮 , truck 🚚",
    "articulated_lorry 🚛 , convenience_store 🏪 , department_store 🏬 , office 🏢",
    "factory 🏭 , house 🏠 , house_with_garden 🏡 , bank 🏦 , hospital 🏥 , earth_americas 🌎",
    "earth_africa 🌍 , earth_asia 🌏 , globe_with_meridians 🌐 , world_map 🗺️ , computer 💻",
    "desktop_computer 🖥️ , keyboard ⌨️ , iphone 📱 , telephone_receiver 📞 , gear ⚙️",
    "wrench 🔧 , hammer 🔨 , hammer_and_wrench 🛠️ , toolbox 🧰 , magnet 🧲 , test_tube 🧪",
    "microscope 🔬 , arrows_counterclockwise 🔄 , arrows_clockwise 🔃 , repeat 🔁",
    "arrow_right ➡️ , arrow_left ⬅️ , arrow_up ⬆️ , arrow_down ⬇️",
    "arrow_upper_right ↗️ , leftwards_arrow_with_hook ↩️ , arrow_right_hook ↪️ , back 🔙",
    "end 🔚 , soon 🔜 , new 🆕 , free 🆓 , ok 🆗 , sos 🆘 , cool 🆒 , up 🆙 , id 🆔",
    "double_vertical_bar ⏸️ , pause_button ⏸️ , black_square_for_stop ⏹️",
    "arrow_forward ▶️ , fast_forward ⏩ , red_circle 🔴 , large_orange_circle 🟠",
    "orange_circle 🟠 , large_yellow_circle 🟡 , yellow_circle 🟡 , large_green_circle 🟢",
    "green_circle 🟢 , large_blue_circle 🔵 , blue_circle 🔵 , large_purple_circle 🟣",
    "purple_circle 🟣 , white_circle ⚪ , black_circle ⚫ , radio_button 🔘",
    "large_green_square 🟩 , large_red_square 🟥 , white_large_square ⬜",
    "black_large_square ⬛ , small_blue_diamond 🔹 , small_orange_diamond 🔸 , one 1️⃣",
    "two 2️⃣ , three 3️⃣ , four 4️⃣ , five 5️⃣ , six 6️⃣ , seven 7️⃣ , eight 8️⃣",
    "nine 9️⃣ , zero 0️⃣ , keycap_ten 🔟 , wastebasket 🗑️ , recycle ♻️ , seedling 🌱",
    "evergreen_tree 🌲 , sunny ☀️ , cloud ☁️ , umbrella ☔ , snowflake ❄️ , rainbow 🌈",
    "coffee ☕ , cake 🍰 , birthday 🎂 , gift 🎁 , trophy 🏆 , medal 🏅 , dart 🎯",
    "checkered_flag 🏁 , triangular_flag_on_post 🚩 , white_flag 🏳️",
    "waving_white_flag 🏳️ , flag-eu 🇪🇺 , bust_in_silhouette 👤 , busts_in_silhouette 👥",
    "technologist 🧑‍💻 , office_worker 🧑‍💼 , zzz 💤 , sleeping 😴 , adhesive_bandage 🩹",
    "ambulance 🚑 , broom 🧹 , sparkle ❇️ , eight_spoked_asterisk ✳️ , heavy_plus_sign ➕",
    "heavy_minus_sign ➖ , heavy_multiplication_x ✖️ , wavy_dash 〰️ , copyright ©️",
    "registered ®️ , tm ™️ , amphora 🏺",
  ]
    .flatMap((line) => line.split(" , "))
    .map((entry) => entry.split(" ")),
);

function flag(name) {
  const country = SHORT_FLAGS.includes(name) ? name : /^flag-([a-z]{2})$/.exec(name)?.[1];
  if (name === "uk") return flag("gb");
  if (!country) return null;
  const letters = [...country].map((letter) => FIRST_LETTER + letter.charCodeAt(0) - 97);
  return String.fromCodePoint(...letters);
}

/** Replaces the short names in a text; unknown ones stay as they were written. */
export function emojiText(text) {
  return text.replace(SHORT_NAME, (whole, name) => TABLE.get(name) ?? flag(name) ?? whole);
}
