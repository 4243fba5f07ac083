// The common :names:. A name that is not here stays as it was written.

const NAMES = `
  smile 😄 grinning 😀 slightly_smiling_face 🙂 blush 😊 wink 😉 neutral_face 😐 confused 😕 slightly_frowning_face 🙁
  white_frowning_face ☹️ frowning ☹️ worried 😟 cry 😢 sob 😭 angry 😠 rage 😡 thinking_face 🤔 relieved 😌 joy 😂
  heart_eyes 😍 sleeping 😴 scream 😱 sunglasses 😎 hugging_face 🤗 innocent 😇 sweat_smile 😅 pensive 😔
  disappointed 😞 fearful 😨 hushed 😯 open_mouth 😮 expressionless 😑 no_mouth 😶 unamused 😒 upside_down_face 🙃
  +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 wave 👋 pray 🙏 raised_hands 🙌 raised_hand ✋ hand ✋ ok_hand 👌
  point_right 👉 point_left 👈 point_up ☝️ point_down 👇 muscle 💪 handshake 🤝 eyes 👀 ear 👂 speaking_head_in_silhouette 🗣️
  heart ❤️ green_heart 💚 blue_heart 💙 yellow_heart 💛 purple_heart 💜 broken_heart 💔 sparkles ✨ star ⭐ star2 🌟
  tada 🎉 balloon 🎈 fire 🔥 zap ⚡ bulb 💡 rocket 🚀 seedling 🌱 sunny ☀️ rainbow 🌈 house 🏠 school 🏫 hospital 🏥
  white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ warning ⚠️
  exclamation ❗ heavy_exclamation_mark ❗ question ❓ information_source ℹ️ no_entry ⛔ no_entry_sign 🚫 sos 🆘
  rotating_light 🚨 bell 🔔 no_bell 🔕 lock 🔒 unlock 🔓 key 🔑 shield 🛡️ mag 🔍 link 🔗 pushpin 📌 round_pushpin 📍
  memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 page_facing_up 📄 file_folder 📁 open_file_folder 📂 books 📚 book 📖
  bookmark 🔖 calendar 📆 date 📅 spiral_calendar_pad 🗓️ clock1 🕐 clock3 🕒 clock9 🕘 hourglass ⌛
  hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ bar_chart 📊 chart_with_upwards_trend 📈
  chart_with_downwards_trend 📉 speech_balloon 💬 left_speech_bubble 🗨️ thought_balloon 💭 mega 📣 loudspeaker 📢
  telephone_receiver 📞 phone ☎️ email 📧 envelope ✉️ inbox_tray 📥 outbox_tray 📤 package 📦 paperclip 📎 gear ⚙️
  wrench 🔧 hammer 🔨 robot_face 🤖 child 🧒 baby 👶 boy 👦 girl 👧 family 👪 busts_in_silhouette 👥
  bust_in_silhouette 👤 office 🏢 cop 👮 art 🎨 jigsaw 🧩 teddy_bear 🧸 compass 🧭 dart 🎯 scales ⚖️ umbrella ☔
  arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ arrow_upper_right ↗️ arrow_lower_right ↘️
  arrows_counterclockwise 🔄 repeat 🔁 left_right_arrow ↔️ back 🔙 heavy_plus_sign ➕ heavy_minus_sign ➖
  red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
  white_circle ⚪ black_circle ⚫ large_blue_diamond 🔷 small_blue_diamond 🔹 large_orange_diamond 🔶
  small_orange_diamond 🔸 white_square ◻️ white_large_square ⬜ black_large_square ⬛ small_red_triangle 🔺
  zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟
`;

const EMOJI = new Map();
const words = NAMES.trim().split(/\s+/);
for (let index = 0; index < words.length; index += 2) EMOJI.set(words[index], words[index + 1]);

export function emoji(name) {
  return EMOJI.get(name);
}
