/**
 * Emoji to choose from, in groups: each followed by the words it is found by, English and Korean (names of Unicode CLDR,
 * and what people type). A bar stands between two of a line.
 */

import { _ } from "../i18n.js";

/** What stands first until somebody has used others. */
export const FREQUENT = ["👍", "❤️", "😂", "😮", "🙏", "🎉", "✅", "🙋"];

const group = (name, lines) => ({ name, emojis: lines.trim().split(/\n| \| /).map(entry) });

function entry(line) {
  const [emoji, ...words] = line.trim().split(" ");
  return { emoji, words: words.join(" ") };
}

export const GROUPS = [
  group(_("Faces"), `
😀 grinning face 활짝 웃는 얼굴 | 😃 grinning face big eyes smiley 눈을 크게 뜨고 웃는 얼굴
😄 grinning face smiling eyes smile 미소 짓는 눈으로 활짝 웃는 얼굴 | 😁 beaming face smiling eyes grin 미소 짓는 눈으로 웃는 얼굴
😆 grinning squinting face satisfied laughing 눈웃음짓는 얼굴 | 😅 grinning face sweat smile 땀 흘리며 웃는 얼굴 식은땀 머쓱
🤣 rolling on the floor laughing rofl 바닥을 구르며 웃는 얼굴 웃겨요 ㅋㅋ 폭소 lol | 😂 face tears joy 기쁨의 눈물을 흘리는 얼굴 웃겨요 ㅋㅋ 폭소 lol laugh
🙂 slightly smiling face 살짝 미소 짓는 얼굴 | 🙃 upside down face 거꾸로 된 얼굴
😉 winking face wink 윙크하는 얼굴 | 😊 smiling face eyes blush 미소 짓는 눈으로 살짝 웃는 얼굴 기쁨 happy smile
😇 smiling face halo innocent 후광이 비치는 웃는 얼굴 | 🥰 smiling face hearts three 하트와 함께 웃는 얼굴
😍 smiling face heart eyes 하트 눈 얼굴 | 🤩 star struck 반한 얼굴
😘 face blowing a kiss kissing heart 키스를 보내는 얼굴 | 😋 face savoring food yum 맛있는 음식을 음미하는 얼굴
😛 face tongue stuck out 혀를 내민 얼굴 | 😜 winking face tongue stuck out eye 윙크하면서 혀를 내민 얼굴
🤪 zany face 괴짜 얼굴 | 🤗 smiling face open hands hugging hugs 포옹하고 있는 얼굴
🤭 face hand over mouth 손으로 입을 가린 얼굴 | 🤫 shushing face 쉿 하는 얼굴
🤔 thinking face 생각하는 얼굴 생각 음 hmm | 🫡 saluting face 경례하는 얼굴 경례 알겠습니다 salute
🤐 zipper mouth face 지퍼로 입을 잠근 얼굴 | 🤨 face raised eyebrow 눈썹을 치켜올린 얼굴
😐 neutral face 덤덤한 얼굴 | 😑 expressionless face 무표정한 얼굴
😶 face without mouth no 입이 없는 얼굴 | 😏 smirking face smirk 히죽거리는 얼굴
😒 unamused face 지루해하는 얼굴 | 🙄 face rolling eyes roll 눈을 굴리고 있는 얼굴
😬 grimacing face 찌푸린 얼굴 | 😌 relieved face 안심한 얼굴
😔 pensive face 수심 어린 얼굴 | 😪 sleepy face 졸린 얼굴
😴 sleeping face 졸고 있는 얼굴 졸려요 잠 sleepy | 😷 face medical mask 마스크 낀 얼굴
🤒 face thermometer 체온계를 물고 있는 얼굴 | 🤕 face head bandage 머리에 붕대를 감은 얼굴
🤢 nauseated face 구역질을 하는 얼굴 | 🤧 sneezing face 재채기하는 얼굴
🥵 hot face 더운 얼굴 | 🥶 cold face 추워하는 얼굴
😵 face crossed out eyes dizzy knocked 어지러운 얼굴 | 🤯 exploding head 폭발하는 얼굴
🥳 partying face 파티하는 얼굴 축하 파티 party | 😎 smiling face sunglasses 선글라스 낀 얼굴
🤓 nerd face 모범생 얼굴 | 🧐 face monocle 단안경을 쓴 얼굴
😕 confused face 혼란스러워하는 얼굴 | 😟 worried face 걱정스러운 얼굴
🙁 slightly frowning face 살짝 찡그린 얼굴 | 😮 face open mouth 입벌린 얼굴 놀람 우와 wow
😯 hushed face 숨죽인 얼굴 | 😲 astonished face 깜짝 놀란 얼굴
😳 flushed face 상기된 얼굴 | 🥺 pleading face 애원하는 얼굴 부탁 애원 please
😨 fearful face 두려워하는 얼굴 | 😰 anxious face sweat cold 땀 흘리며 불안해하는 얼굴
😥 sad but relieved face disappointed 실망했지만 안도하는 얼굴 | 😢 crying face cry 우는 얼굴 슬픔 눈물 ㅠㅠ sad
😭 loudly crying face sob 엉엉 우는 얼굴 눈물 ㅠㅠ 슬픔 sad cry | 😱 face screaming in fear scream 공포에 절규하는 얼굴
😖 confounded face 당혹한 얼굴 | 😣 persevering face persevere 참아내는 얼굴
😞 disappointed face 실망한 얼굴 | 😓 downcast face sweat 식은땀 흘리는 얼굴
😩 weary face 지친 얼굴 | 😫 tired face 피곤한 얼굴
🥱 yawning face 하품하는 얼굴 | 😤 face steam from nose triumph 화내며 씩씩거리는 얼굴
😡 enraged face rage pout 뾰로통한 얼굴 화남 angry | 😠 angry face 화난 얼굴
🤬 face symbols on mouth cursing 욕하는 얼굴 | 👻 ghost 유령
🤖 robot face 로봇 얼굴 | 💩 pile poo poop hankey shit 똥
🙈 see no evil monkey 눈을 가리고 있는 원숭이 | 🙉 hear no evil monkey 귀를 막고 있는 원숭이
🙊 speak no evil monkey 입을 막고 있는 원숭이
`),
  group(_("Hands and people"), `
👍 thumbs up thumbsup +1 올린 엄지 좋아요 최고 따봉 네 알겠습니다 ok yes like good | 👎 thumbs down thumbsdown 1 내린 엄지 싫어요 아니요 no
👏 clapping hands clap 손뼉 박수 잘했어요 축하 bravo | 🙌 raising hands raised 만세
🙏 folded hands pray 기도 감사 고마워요 부탁 thanks please | 🤝 handshake 악수 약속 deal
👌 ok hand 오케이를 표시한 손 오케이 좋아요 | ✌️ victory hand v 브이 표시
🤞 crossed fingers 검지와 중지 크로스 | 🫰 hand index finger thumb crossed 엄지와 중지를 교차한 손
🤟 love you gesture 사랑을 표시하는 손 | 🤙 call me hand 전화를 걸라는 손 모양
👈 backhand index pointing left point 왼쪽을 가리키는 손등 | 👉 backhand index pointing right point 오른쪽을 가리키는 손등
👆 backhand index pointing up point 2 위쪽을 가리키는 손등 | 👇 backhand index pointing down point 아래쪽을 가리키는 손등
☝️ index pointing up point 위쪽을 가리키는 손 | ✋ raised hand 손바닥
👋 waving hand wave 흔드는 손 안녕 인사 hello hi bye | 🖐️ hand fingers splayed raised 쫙 편 손바닥
✊ raised fist 주먹 | 👊 oncoming fist punch facepunch 주먹 전면
💪 flexed biceps muscle 알통 힘내요 화이팅 파이팅 strong | ✍️ writing hand 글을 쓰고 있는 손
👀 eyes 왕눈이 눈알 보고 있어요 확인 중 look | 👂 ear 귀
🧠 brain 뇌 | 🙋 person raising hand 한 손 든 사람 저요 손들기 질문 raise
🙆 person gesturing ok 오케이라는 제스처를 하는 사람 네 오케이 | 🙅 person gesturing no good 안 된다는 제스처를 하는 사람 아니요 돼요
🤷 person shrugging shrug 어깨를 으쓱하는 사람 | 🤦 person facepalming facepalm 골치 아파하는 사람
🙇 person bowing bow 절하는 사람 죄송 감사 인사 sorry thanks | 💁 person tipping hand information desk 손바닥 꺾은 사람
🧑‍🏫 teacher 교사 | 🧑‍🎓 student 학생
🧑‍💻 technologist 기술 전문가 | 🧑‍🔬 scientist 과학자
🧑‍🎨 artist 화가 | 🏃 person running runner 뛰는 사람
💃 woman dancing dancer 여자 댄서 | 🕺 man dancing 남자 댄서
👨‍👩‍👧 family man woman girl 가족 남자 여자 아이 | 👶 baby 아기
`),
  group(_("Hearts and signs"), `
❤️ red heart 빨간색 하트 사랑 좋아요 love | 🧡 orange heart 주황색 하트
💛 yellow heart 노란색 하트 | 💚 green heart 초록색 하트
💙 blue heart 파란색 하트 | 💜 purple heart 보라색 하트
🖤 black heart 검은색 하트 | 🤍 white heart 흰색 하트
🤎 brown heart 갈색 하트 | 💕 two hearts 하트 두 개
💖 sparkling heart 빛나는 하트 | 💗 growing heart heartpulse 커지는 하트
💯 hundred points 100 백점 만점 perfect | ✨ sparkles 블링블링 반짝 sparkle
⭐ star 별 | 🌟 glowing star star2 반짝이는 별
💫 dizzy 어지러움 | 🔥 fire 불 대박 hot
💥 collision boom 충돌 | 💦 sweat droplets drops 땀
💤 zzz 졸림 | ✅ check mark button white 체크 표시 버튼 완료 확인 done ok
☑️ check box ballot 체크박스 | ✔️ check mark heavy 진한 체크 표시
❌ cross mark x 엑스 표시 틀려요 오답 wrong | ⭕ hollow red circle o 빨간색 정답 동그라미 맞아요 correct
❗ red exclamation mark heavy 빨간색 느낌표 중요 important | ❓ red question mark 빨간색 물음표 질문
⁉️ exclamation question mark interrobang 느낌표와 물음표 | ⚠️ warning 주의
🚫 prohibited no entry sign 금지 | ➕ plus heavy sign 더하기
➖ minus heavy sign 빼기 | 🔴 red circle 빨간 원
🟠 orange circle 오렌지색 원 | 🟡 yellow circle 노란색 원
🟢 green circle 녹색 원 | 🔵 blue circle large 파란 원
🟣 purple circle 보라색 원 | 🔔 bell 종
🔕 bell slash no 음소거 | 💬 speech balloon 말풍선
💭 thought balloon 생각 풍선 | 🆗 ok button 오케이
🆕 new button 뉴 | 🔝 top arrow 맨 위 화살표
1️⃣ keycap 1 one 키 캡 일 하나 | 2️⃣ keycap 2 two 키 캡 이 둘
3️⃣ keycap 3 three 키 캡 삼 셋 | 4️⃣ keycap 4 four 키 캡 사 넷
5️⃣ keycap 5 five 키 캡 오 다섯
`),
  group(_("School"), `
📚 books 책 여러 권 공부 study | 📖 open book 펼쳐진 책
📕 closed book 펼치지 않은 책 | 📗 green book 초록색 책
📘 blue book 파란색 책 | 📝 memo pencil 메모 숙제 시험 homework test
✏️ pencil pencil2 연필 | 🖊️ pen lower left ballpoint 펜
📐 triangular ruler 삼각자 | 📏 straight ruler 자
🧮 abacus 주판 | 📎 paperclip 클립
📌 pushpin 압정 | 📍 round pushpin 둥근 머리 핀
✂️ scissors 가위 | 🗂️ card index dividers 카드 색인 파일
📅 calendar date 달력 | ⏰ alarm clock 알람 시계 시간 time
⏳ hourglass not done flowing sand 시간이 남은 모래시계 | 🕐 one o’clock clock1 oclock 한 시
💻 laptop computer 노트북 | 🖥️ desktop computer 데스크톱 컴퓨터
📱 mobile phone iphone 휴대전화 | 🎧 headphone headphones 헤드폰
🎤 microphone 마이크 | 📷 camera 카메라
📊 bar chart 막대 그래프 | 📈 chart increasing upwards trend 상승하는 그래프
🔍 magnifying glass tilted left mag 왼쪽으로 향한 돋보기 | 🔬 microscope 현미경
🔭 telescope 망원경 | 🧪 test tube 시험관
🧬 dna | 🌍 globe showing europe africa earth 유럽과 아프리카가 보이는 지구
🎨 artist palette art 팔레트 | 🎵 musical note 음표
🎹 musical keyboard 피아노 | 🎸 guitar 기타
🎓 graduation cap mortar board 졸업 모자 | 🎒 backpack school satchel 학교 가방
🏫 school 학교 | 🚌 bus 버스
💡 light bulb 전구 아이디어 생각 idea | 🏆 trophy 트로피 우승 win
🥇 1st place medal 금메달 | 🥈 2nd place medal 은메달
🥉 3rd place medal 동메달 | 🏅 sports medal 스포츠 메달
🎯 bullseye dart 과녁 명중 | 🧩 puzzle piece jigsaw 퍼즐
`),
  group(_("Celebration and play"), `
🎉 party popper tada 파티 축하 congratulations | 🎊 confetti ball 박 터트리기
🎂 birthday cake 생일 케이크 | 🎁 wrapped gift 선물
🎈 balloon 풍선 | 🥂 clinking glasses 건배하는 샴페인 잔
🎮 video game 비디오 게임 | 🎲 game die 주사위
⚽ soccer ball 축구공 | 🏀 basketball 농구
🏐 volleyball 배구공 | ⚾ baseball 야구공
🎾 tennis 테니스 | 🏓 ping pong table tennis paddle ball 탁구
🏸 badminton racquet shuttlecock 배드민턴 | 🥊 boxing glove 권투 글러브
🏊 person swimming swimmer 수영하는 사람 | 🚴 person biking bicyclist 자전거 타는 사람
🧘 person in lotus position 가부좌한 사람 | 🎬 clapper board 슬레이트
🪄 magic wand 마술 지팡이
`),
  group(_("Nature and food"), `
🌸 cherry blossom 벚꽃 | 🌷 tulip 튤립
🌹 rose 장미꽃 | 🌻 sunflower 해바라기
🌱 seedling 새싹 | 🌳 deciduous tree 나무
🍀 four leaf clover 네잎클로버 | 🍁 maple leaf 단풍잎
🍂 fallen leaf 낙엽 | ☀️ sun sunny 태양
⛅ sun behind cloud partly sunny 구름 뒤의 해 | ☁️ cloud 구름
🌧️ cloud rain 비구름 | ⚡ high voltage zap 고압 주의
❄️ snowflake 눈송이 | ☃️ snowman snow 눈사람
🌈 rainbow 무지개 | 🌙 crescent moon 초승달
🐶 dog face 강아지 얼굴 | 🐱 cat face 고양이 얼굴
🐰 rabbit face 토끼 얼굴 | 🐻 bear 곰 얼굴
🐼 panda face 판다 얼굴 | 🦊 fox face 여우 얼굴
🐯 tiger face 호랑이 얼굴 | 🦁 lion face 사자 얼굴
🐷 pig face 돼지 얼굴 | 🐸 frog 개구리 얼굴
🐵 monkey face 원숭이 얼굴 | 🐥 front facing baby chick hatched 정면을 향해 날개를 편 병아리
🐢 turtle 거북이 | 🐳 spouting whale 물 뿜는 고래
🦋 butterfly 나비 | 🍎 red apple 빨간 사과
🍌 banana 바나나 | 🍇 grapes 포도
🍓 strawberry 딸기 | 🍉 watermelon 수박
🍑 peach 복숭아 | 🍙 rice ball 삼각 김밥
🍚 cooked rice 밥 | 🍜 steaming bowl ramen 국수
🍕 pizza 피자 | 🍔 hamburger 햄버거
🍟 french fries 감자튀김 | 🍗 poultry leg 닭다리
🍩 doughnut 도넛 | 🍪 cookie 쿠키
🍰 shortcake cake 조각 케익 | 🍦 soft ice cream icecream 소프트 아이스크림
🍫 chocolate bar 초콜렛 | ☕ hot beverage coffee 뜨거운 음료
🧋 bubble tea 버블티 | 🥤 cup straw 빨대와 컵
`),
  group(_("Travel and things"), `
🚗 automobile car red 자동차 | 🚕 taxi 택시
🚎 trolleybus 트롤리 버스 | 🚲 bicycle bike 자전거
✈️ airplane 비행기 | 🚀 rocket 로켓
🚂 locomotive steam 기관차 | 🏠 house 집
🏥 hospital 병원 | 🏖️ beach umbrella 파라솔이 있는 해변
⛰️ mountain 산 | 🗺️ world map 세계 지도
🔑 key 열쇠 | 🔒 locked lock 자물쇠
💰 money bag moneybag 돈주머니 | 🛒 shopping cart 쇼핑카트
🧹 broom 빗자루 | 🧸 teddy bear 테디 베어
👕 t shirt tshirt 티셔츠 | 👟 running shoe athletic 운동화
👓 glasses eyeglasses 안경 | ☂️ umbrella open 우산
💊 pill 알약 | 🩹 adhesive bandage 반창고
📦 package 소포 | ✉️ envelope 봉투
🇰🇷 south korea flag for kr 깃발 대한민국 한국 태극기 | 🏳️‍🌈 rainbow flag 무지개 깃발
🏁 chequered flag checkered 격자 무늬 깃발
`),
];
