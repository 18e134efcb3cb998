-- What a server of the first schema held: people who talk, one of whom was banned, ghosts that an
-- import brought, rooms of every kind, and messages of every fate. Everybody's password is that of the
-- tests. upgrade_test.go makes oldest.db.gz of it; neither is ever changed.

INSERT INTO settings (key, value) VALUES
    ('import.room.elsewhere', '01a1f96315ad701baefa786253120521'),
    ('import.room.history', '01a1f96315ac72ec96c9582cbdef4a31'),
    ('main_room', '01a1f963147b73698d8ddefad17c5a96'),
    ('setup_code', ''),
    ('workspace', 'Tideline');

INSERT INTO users (id, handle, name, role, ghost, gone, email, password, created) VALUES
    ('01a1f963147a7d37aab9fda651184dc9', 'nora.vance', 'Nora Vance', 'owner', 0, 0, 'nora@tideline.example', '$argon2id$v=19$m=19456,t=2,p=1$iJ2OdZfbWFchPCnIqIaC+w$9jhXMgnhojVRdCsepecnva3Btj71Umo8YfN6MnsAN88', 1795185382522),
    ('01a1f96314df760ab9a79f5124e31f13', 'ada.byron', 'Ada Byron', 'admin', 0, 0, 'ada.byron@tideline.example', '$argon2id$v=19$m=19456,t=2,p=1$CQmng5Cv9I5PFj0Y+HZRsw$hPl81NFofITdGrZ0CTIdrKsglqSCAmceBDV9xyL9Wy8', 1795185382623),
    ('01a1f963151474d0b117aa191441b094', 'sam.okoro', 'Sam Okoro', 'member', 0, 0, 'sam.okoro@tideline.example', '$argon2id$v=19$m=19456,t=2,p=1$xs0/JG9644uR+dwUyED6Ow$95Dwd3rIIopYdjqvKHW8jp5UY/T7KcPUCDMPlNVJTsY', 1795185382676),
    ('01a1f963154877539ea2dbaf46495b71', 'eve.gone', 'Eve Gone', 'member', 0, 1, 'eve.gone@tideline.example', '$argon2id$v=19$m=19456,t=2,p=1$lmH75o7yagpP4oypaL8pSQ$a2v8lidqxTKPfARISOr7gLtHS7Zzi8ejAmodqZ46qVc', 1795185382728),
    ('7a8b46fa930ba8fac2be171b107af9fc', 'crimsun', 'crimsun', 'member', 1, 0, NULL, '', 1795185382828),
    ('bb49a61e93d94090276a7fc763d562f9', 'ogra', 'ogra', 'member', 1, 0, NULL, '', 1795185382828),
    ('d61378c3c2ddf4ea982d58100e0c6166', '日本語', '日本語', 'member', 1, 0, NULL, '', 1795185382828);

INSERT INTO user_words (word, user) VALUES
    ('ada byron', '01a1f96314df760ab9a79f5124e31f13'),
    ('ada.byron', '01a1f96314df760ab9a79f5124e31f13'),
    ('byron', '01a1f96314df760ab9a79f5124e31f13'),
    ('crimsun', '7a8b46fa930ba8fac2be171b107af9fc'),
    ('eve gone', '01a1f963154877539ea2dbaf46495b71'),
    ('eve.gone', '01a1f963154877539ea2dbaf46495b71'),
    ('gone', '01a1f963154877539ea2dbaf46495b71'),
    ('nora vance', '01a1f963147a7d37aab9fda651184dc9'),
    ('nora.vance', '01a1f963147a7d37aab9fda651184dc9'),
    ('ogra', 'bb49a61e93d94090276a7fc763d562f9'),
    ('okoro', '01a1f963151474d0b117aa191441b094'),
    ('sam okoro', '01a1f963151474d0b117aa191441b094'),
    ('sam.okoro', '01a1f963151474d0b117aa191441b094'),
    ('vance', '01a1f963147a7d37aab9fda651184dc9'),
    ('日本語', 'd61378c3c2ddf4ea982d58100e0c6166');

INSERT INTO sessions (num, id, user, device, created, seen, ended, token, previous, previous_until, expires) VALUES
    (1, '01a1f963147b787783d6f6fa4412ef8d', '01a1f963147a7d37aab9fda651184dc9', 'Go-http-client/1.1', 1795185382523, 1795185382523, 0, x'effb6701175d5d527e241feff54519e8c060205a0983acc358671d411ff336f0', NULL, 0, 1802961382523),
    (2, '01a1f96314a47cb883aedf2b5afe81b5', '01a1f963147a7d37aab9fda651184dc9', 'Go-http-client/1.1', 1795185382564, 1795185382564, 0, x'6e957a0ae98ddad5daf9524b00a0a9385bb685b4763d8c282681243e769365fb', NULL, 0, 1802961382564),
    (3, '01a1f96314df7a2f8655983d1b6a3493', '01a1f96314df760ab9a79f5124e31f13', 'Go-http-client/1.1', 1795185382623, 1795185382623, 0, x'b067d02c727149bf3ee4d6c2238425a8565e023613ff225c90ab3c8162d399bf', NULL, 0, 1802961382623),
    (4, '01a1f96314f87ef0ac26936ee802ef8c', '01a1f96314df760ab9a79f5124e31f13', 'Go-http-client/1.1', 1795185382648, 1795185382648, 0, x'4b06876cd86c7d967587cb09359efc7f5e3114f92e2edf0cee76f7bb3b0096e1', NULL, 0, 1802961382648),
    (5, '01a1f9631514771aa888cf3925f81b05', '01a1f963151474d0b117aa191441b094', 'Go-http-client/1.1', 1795185382676, 1795185382676, 0, x'46949e192f37d4cd2f77978ad564882f001d00b7d43282d1321c70aa023777db', NULL, 0, 1802961382676),
    (6, '01a1f963152e753786b2d998ab2fe367', '01a1f963151474d0b117aa191441b094', 'Go-http-client/1.1', 1795185382702, 1795185382702, 0, x'1f24500e76fdf7e77c091cc33134692287f9afe5faf1a864e2e008335d945850', NULL, 0, 1802961382702),
    (7, '01a1f9631548797a8efe0a5122b08dc4', '01a1f963154877539ea2dbaf46495b71', 'Go-http-client/1.1', 1795185382728, 1795185382728, 1795185382797, x'98502117f6d9fff84f83a75580d5955236a90318e397c91fc4ba7daf9f317fd2', NULL, 0, 1802961382728),
    (8, '01a1f96315607ff3b01fa7263094dd4a', '01a1f963154877539ea2dbaf46495b71', 'Go-http-client/1.1', 1795185382752, 1795185382752, 1795185382797, x'50e19299210e84bdbbaaf87f26ce72b2f798e7441f239bbb46ab4682c385824b', NULL, 0, 1802961382752);

INSERT INTO session_tokens (hash, session, at) VALUES
    (x'1f24500e76fdf7e77c091cc33134692287f9afe5faf1a864e2e008335d945850', 6, 1795185382702),
    (x'46949e192f37d4cd2f77978ad564882f001d00b7d43282d1321c70aa023777db', 5, 1795185382676),
    (x'4b06876cd86c7d967587cb09359efc7f5e3114f92e2edf0cee76f7bb3b0096e1', 4, 1795185382648),
    (x'50e19299210e84bdbbaaf87f26ce72b2f798e7441f239bbb46ab4682c385824b', 8, 1795185382752),
    (x'6e957a0ae98ddad5daf9524b00a0a9385bb685b4763d8c282681243e769365fb', 2, 1795185382564),
    (x'98502117f6d9fff84f83a75580d5955236a90318e397c91fc4ba7daf9f317fd2', 7, 1795185382728),
    (x'b067d02c727149bf3ee4d6c2238425a8565e023613ff225c90ab3c8162d399bf', 3, 1795185382623),
    (x'effb6701175d5d527e241feff54519e8c060205a0983acc358671d411ff336f0', 1, 1795185382523);

INSERT INTO invites (id, hash, by, created, expires, uses, used, room, revoked) VALUES
    ('01a1f96314ac751a83416db92b18d317', x'700a1840cac5f2442c2e83a798ee5d7d6709b4d9321221722222c7004f33c27d', '01a1f963147a7d37aab9fda651184dc9', 1795185382572, 1795790182572, 0, 1, '', 0),
    ('01a1f96314fb71b7a8afab67ee96a718', x'7a7e902cec7f87152696fface2917ee1cba5ffae0c3740c13d04dc0bd46f4a05', '01a1f963147a7d37aab9fda651184dc9', 1795185382651, 1795790182651, 0, 1, '', 0),
    ('01a1f963152f7d108b0b9175fa94e501', x'e569acd22a19d6b59c05ce0533611f1e7528c30a7fb5edb950cd598dae56fce9', '01a1f963147a7d37aab9fda651184dc9', 1795185382703, 1795790182703, 0, 1, '', 0);

INSERT INTO rooms (num, id, kind, name, name_key, topic, creator, created, epoch, pair, members) VALUES
    (1, '01a1f963147b73698d8ddefad17c5a96', 'public', 'general', 'general', '', '01a1f963147a7d37aab9fda651184dc9', 1795185382523, 'e21db7511866', NULL, 4),
    (2, '01a1f9631565718598b87ba503e93971', 'public', 'Boats', 'boats', 'what floats, and what does not', '01a1f963147a7d37aab9fda651184dc9', 1795185382757, '8bb5759a00ea', NULL, 3),
    (3, '01a1f963156675448ec4a6fd9e7322e0', 'private', 'Crew', 'crew', '', '01a1f96314df760ab9a79f5124e31f13', 1795185382758, 'e75fe4bbccac', NULL, 2),
    (4, '01a1f9631568741eaf7d91b26dc11e52', 'dm', '', '', '', '01a1f963147a7d37aab9fda651184dc9', 1795185382760, 'b3ff4b0333e6', '01a1f963147a7d37aab9fda651184dc9:01a1f963151474d0b117aa191441b094', 2),
    (5, '01a1f96315ac72ec96c9582cbdef4a31', 'public', 'history', 'history', '', '', 1795185382828, '5ee37c3b1e2d', NULL, 5),
    (6, '01a1f96315ad701baefa786253120521', 'public', 'elsewhere', 'elsewhere', '', '', 1795185382828, 'bc2558ed02f0', NULL, 3);

INSERT INTO members (room, user, host, read, at, handle, ghost) VALUES
    (1, '01a1f963147a7d37aab9fda651184dc9', 1, 1, 1795185382523, 'nora.vance', 0),
    (1, '01a1f96314df760ab9a79f5124e31f13', 0, 2, 1795185382623, 'ada.byron', 0),
    (1, '01a1f963151474d0b117aa191441b094', 0, 3, 1795185382676, 'sam.okoro', 0),
    (1, '01a1f963154877539ea2dbaf46495b71', 0, 4, 1795185382728, 'eve.gone', 0),
    (2, '01a1f963147a7d37aab9fda651184dc9', 1, 1, 1795185382757, 'nora.vance', 0),
    (2, '01a1f96314df760ab9a79f5124e31f13', 0, 3, 1795185382762, 'ada.byron', 0),
    (2, '01a1f963151474d0b117aa191441b094', 0, 2, 1795185382761, 'sam.okoro', 0),
    (3, '01a1f963147a7d37aab9fda651184dc9', 0, 4, 1795185382763, 'nora.vance', 0),
    (3, '01a1f96314df760ab9a79f5124e31f13', 1, 1, 1795185382758, 'ada.byron', 0),
    (4, '01a1f963147a7d37aab9fda651184dc9', 0, 0, 1795185382760, 'nora.vance', 0),
    (4, '01a1f963151474d0b117aa191441b094', 0, 0, 1795185382760, 'sam.okoro', 0),
    (5, '01a1f963147a7d37aab9fda651184dc9', 0, 4, 1795185382830, 'nora.vance', 0),
    (5, '01a1f96314df760ab9a79f5124e31f13', 0, 4, 1795185382830, 'ada.byron', 0),
    (5, '7a8b46fa930ba8fac2be171b107af9fc', 0, 0, 1103966040000, 'crimsun', 1),
    (5, 'bb49a61e93d94090276a7fc763d562f9', 0, 0, 1103966130000, 'ogra', 1),
    (5, 'd61378c3c2ddf4ea982d58100e0c6166', 0, 0, 1103966280000, '日本語', 1),
    (6, '01a1f963147a7d37aab9fda651184dc9', 0, 1, 1795185382831, 'nora.vance', 0),
    (6, '01a1f96314df760ab9a79f5124e31f13', 0, 1, 1795185382831, 'ada.byron', 0),
    (6, 'bb49a61e93d94090276a7fc763d562f9', 0, 0, 1104537600000, 'ogra', 1);

INSERT INTO events (key, id, author, cid, kind, at, target, reply_to, body, extra) VALUES
    (1099511627777, '01a1f963147b73f3a355cb4593e245b2', '01a1f963147a7d37aab9fda651184dc9', NULL, 'member', 1795185382523, NULL, NULL, NULL, '{"user":"01a1f963147a7d37aab9fda651184dc9","action":"joined"}'),
    (1099511627778, '01a1f96314df790e975b6afc169d7cfd', '01a1f96314df760ab9a79f5124e31f13', NULL, 'member', 1795185382623, NULL, NULL, NULL, '{"user":"01a1f96314df760ab9a79f5124e31f13","action":"joined"}'),
    (1099511627779, '01a1f963151475fe998b4eee044f8109', '01a1f963151474d0b117aa191441b094', NULL, 'member', 1795185382676, NULL, NULL, NULL, '{"user":"01a1f963151474d0b117aa191441b094","action":"joined"}'),
    (1099511627780, '01a1f96315487884bbb37bb2b91dd8ec', '01a1f963154877539ea2dbaf46495b71', NULL, 'member', 1795185382728, NULL, NULL, NULL, '{"user":"01a1f963154877539ea2dbaf46495b71","action":"joined"}'),
    (1099511627781, '01a1f963156d7ffc90efec19302ef506', '01a1f963147a7d37aab9fda651184dc9', '01a1f963156d7a2ba7107650b5a2b06c', 'message', 1795185382766, NULL, NULL, 'hello, I am number 0', NULL),
    (1099511627782, '01a1f963156e7e56b674aed5a87090b4', '01a1f96314df760ab9a79f5124e31f13', '01a1f963156e7971874f6c7141db3e35', 'message', 1795185382766, NULL, NULL, 'hello, I am number 1', NULL),
    (1099511627783, '01a1f963156f7a99bd5686f8c49e8537', '01a1f963151474d0b117aa191441b094', '01a1f963156f75cc9a214acff6309be2', 'message', 1795185382767, NULL, NULL, 'hello, I am number 2', NULL),
    (1099511627784, '01a1f963157076e3ae74e5c06b4c3330', '01a1f963154877539ea2dbaf46495b71', '01a1f9631570722c914d1ccecca8cea2', 'message', 1795185382768, NULL, NULL, 'hello, I am number 3', NULL),
    (2199023255553, '01a1f96315657246bad8c0a5df27c9b9', '01a1f963147a7d37aab9fda651184dc9', NULL, 'member', 1795185382757, NULL, NULL, NULL, '{"user":"01a1f963147a7d37aab9fda651184dc9","action":"joined"}'),
    (2199023255554, '01a1f963156976b4994a3ebbec9cbd25', '01a1f963151474d0b117aa191441b094', NULL, 'member', 1795185382761, NULL, NULL, NULL, '{"user":"01a1f963151474d0b117aa191441b094","action":"joined"}'),
    (2199023255555, '01a1f963156a7496a1c8f116eacde43a', '01a1f96314df760ab9a79f5124e31f13', NULL, 'member', 1795185382762, NULL, NULL, NULL, '{"user":"01a1f96314df760ab9a79f5124e31f13","action":"joined"}'),
    (2199023255556, '01a1f963157171d58cc2441520a6b7c0', '01a1f963147a7d37aab9fda651184dc9', '01a1f96315707e0b82fbf0447bad5ed0', 'message', 1795185382769, NULL, NULL, 'the tide is *low* at **six** `06:00`, see https://example.org/tides?day=1', NULL),
    (2199023255557, '01a1f96315717dcb97276805533e0a55', '01a1f96314df760ab9a79f5124e31f13', '01a1f963157178b6b856ce1b362e753f', 'message', 1795185382769, NULL, 4, 'thank you @nora.vance 🙏', '{"mentions":["01a1f963147a7d37aab9fda651184dc9"]}'),
    (2199023255558, '01a1f963157370459b096ec9e2769095', '01a1f963151474d0b117aa191441b094', '01a1f96315727b819bc638d47ff84055', 'message', 1795185382771, NULL, NULL, 'teh harbour', NULL),
    (2199023255559, '01a1f96315737cc89129e7836911e424', '01a1f963151474d0b117aa191441b094', '01a1f963157378399f12709707ace1bd', 'message', 1795185382771, NULL, NULL, NULL, NULL),
    (2199023255560, '01a1f9631574784788cd69712e354476', '01a1f96314df760ab9a79f5124e31f13', '01a1f96315747384aefdd64b1fd70762', 'message', 1795185382772, NULL, 7, '日本語 and עברית and café', NULL),
    (2199023255561, '01a1f963157674e38261ec33590b0635', '01a1f963151474d0b117aa191441b094', NULL, 'edit', 1795185382774, 6, NULL, 'the harbour @ada.byron', '{"mentions":["01a1f96314df760ab9a79f5124e31f13"]}'),
    (2199023255562, '01a1f96315777555889684f91d8f7129', '01a1f963151474d0b117aa191441b094', NULL, 'delete', 1795185382775, 7, NULL, NULL, NULL),
    (2199023255563, '01a1f963157875d8994e125def0edb12', '01a1f963147a7d37aab9fda651184dc9', NULL, 'reaction', 1795185382776, 5, NULL, NULL, '{"emoji":"👍","on":true}'),
    (2199023255564, '01a1f963157b70b0a0028d6e7bb11487', '01a1f96314df760ab9a79f5124e31f13', NULL, 'reaction', 1795185382779, 5, NULL, NULL, '{"emoji":"👍","on":true}'),
    (2199023255565, '01a1f963157b7dc79bf8bbce99531c6a', '01a1f963151474d0b117aa191441b094', NULL, 'reaction', 1795185382779, 5, NULL, NULL, '{"emoji":"👍","on":true}'),
    (2199023255566, '01a1f963157c7d19a7d103e75499ae2f', '01a1f96314df760ab9a79f5124e31f13', NULL, 'reaction', 1795185382780, 5, NULL, NULL, '{"emoji":"👍"}'),
    (2199023255567, '01a1f963157f71cbbab4f8730181bf71', '01a1f963147a7d37aab9fda651184dc9', NULL, 'room', 1795185382783, NULL, NULL, NULL, '{"name":"Boats","topic":"what floats, and what does not"}'),
    (3298534883329, '01a1f9631566761ca4eac1dd4a8bf036', '01a1f96314df760ab9a79f5124e31f13', NULL, 'member', 1795185382758, NULL, NULL, NULL, '{"user":"01a1f96314df760ab9a79f5124e31f13","action":"joined"}'),
    (3298534883330, '01a1f963156b72d2b70314604f5125af', '01a1f96314df760ab9a79f5124e31f13', NULL, 'member', 1795185382763, NULL, NULL, NULL, '{"user":"01a1f963147a7d37aab9fda651184dc9","action":"added"}'),
    (3298534883331, '01a1f963156c712eaf1f6b9fa54ed26c', '01a1f96314df760ab9a79f5124e31f13', NULL, 'member', 1795185382764, NULL, NULL, NULL, '{"user":"01a1f963151474d0b117aa191441b094","action":"added"}'),
    (3298534883332, '01a1f963156c7ffca4c10d59888377db', '01a1f96314df760ab9a79f5124e31f13', NULL, 'member', 1795185382765, NULL, NULL, NULL, '{"user":"01a1f963151474d0b117aa191441b094","action":"removed"}'),
    (3298534883333, '01a1f963158079c1bcbf9cc0dc4aacaa', '01a1f96314df760ab9a79f5124e31f13', '01a1f963158074fb91ee7109f3f8bdd6', 'message', 1795185382784, NULL, NULL, 'between us, 0', NULL),
    (3298534883334, '01a1f96315827249a721a84ad3ce7239', '01a1f96314df760ab9a79f5124e31f13', '01a1f96315817ddb8ea1b609a498b0e6', 'message', 1795185382786, NULL, NULL, 'between us, 1', NULL),
    (3298534883335, '01a1f963158470b19ff6492fa7da0845', '01a1f96314df760ab9a79f5124e31f13', '01a1f96315837b14bb8c3c3621fac25e', 'message', 1795185382788, NULL, NULL, 'between us, 2', NULL),
    (3298534883336, '01a1f96315857e74934603ca953c9510', '01a1f96314df760ab9a79f5124e31f13', '01a1f963158578c3b49e7ccb6c98ae25', 'message', 1795185382789, NULL, NULL, 'between us, 3', NULL),
    (3298534883337, '01a1f963158779cd8262da47dfc8cc4e', '01a1f96314df760ab9a79f5124e31f13', '01a1f963158773e59b7ffd895f26888a', 'message', 1795185382791, NULL, NULL, 'between us, 4', NULL),
    (4398046511105, '01a1f9631581768b8aa4865ac6b0fe45', '01a1f963147a7d37aab9fda651184dc9', '01a1f96315817189921064dda3cec715', 'message', 1795185382785, NULL, NULL, 'only you, 0', NULL),
    (4398046511106, '01a1f9631583710f945f634a460f8da2', '01a1f963147a7d37aab9fda651184dc9', '01a1f96315827abcaf95bb5ba44eb084', 'message', 1795185382787, NULL, NULL, 'only you, 1', NULL),
    (4398046511107, '01a1f96315857097b57990d6f9be8af8', '01a1f963147a7d37aab9fda651184dc9', '01a1f963158479ee8732b4ab8fb80abb', 'message', 1795185382789, NULL, NULL, 'only you, 2', NULL),
    (4398046511108, '01a1f96315867b8baf531e94909c28a7', '01a1f963147a7d37aab9fda651184dc9', '01a1f9631586760bb631b47f7911ad80', 'message', 1795185382790, NULL, NULL, 'only you, 3', NULL),
    (4398046511109, '01a1f963158874e79ec861b04c5494a5', '01a1f963147a7d37aab9fda651184dc9', '01a1f963158871668207d846a6dcddf4', 'message', 1795185382792, NULL, NULL, 'only you, 4', NULL),
    (4398046511110, '01a1f963158b704db6e1be2645352234', '01a1f963151474d0b117aa191441b094', '01a1f963158a7ab885abeeb7e5eb21b2', 'message', 1795185382795, NULL, NULL, 'and you', NULL),
    (5497558138881, '01a1f96315ac7613b0f077218d45f896', '7a8b46fa930ba8fac2be171b107af9fc', 'c35fe92b8c6d461f0000000000000001', 'message', 1103966040000, NULL, NULL, 'hello, is anybody here?', NULL),
    (5497558138882, '01a1f96315ac7985b90b73788332bcc2', 'bb49a61e93d94090276a7fc763d562f9', 'c35fe92b8c6d461f0000000000000002', 'message', 1103966130000, NULL, 1, 'crimsun: good morning ☕', NULL),
    (5497558138883, '01a1f96315ac7d2eb908aaf5d9851bed', '7a8b46fa930ba8fac2be171b107af9fc', 'c35fe92b8c6d461f0000000000000005', 'message', 1103966220000, NULL, NULL, 'an answer to what is not there', NULL),
    (5497558138884, '01a1f96315ac7da4810cc01bad5d4f9c', 'd61378c3c2ddf4ea982d58100e0c6166', 'c35fe92b8c6d461f0000000000000006', 'message', 1103966280000, NULL, 2, 'おはよう', NULL),
    (6597069766657, '01a1f96315ad70e5acd533579499b0aa', 'bb49a61e93d94090276a7fc763d562f9', 'bf9fcc85e28eb0590000000000000007', 'message', 1104537600000, NULL, NULL, 'happy new year', NULL);

INSERT INTO message_state (key, v, edited_at, deleted, replies, body, mentions, sum) VALUES
    (2199023255556, 5, 0, 0, 1, NULL, NULL, NULL),
    (2199023255557, 14, 0, 0, 0, NULL, NULL, NULL),
    (2199023255558, 9, 1795185382774, 0, 0, 'the harbour @ada.byron', '["01a1f96314df760ab9a79f5124e31f13"]', NULL),
    (2199023255559, 10, 0, 1, 1, NULL, NULL, x'6df84e54'),
    (5497558138881, 2, 0, 0, 1, NULL, NULL, NULL),
    (5497558138882, 4, 0, 0, 1, NULL, NULL, NULL);

INSERT INTO reactions (key, emoji, user, place, seq) VALUES
    (2199023255557, '👍', '01a1f963147a7d37aab9fda651184dc9', 11, 11),
    (2199023255557, '👍', '01a1f963151474d0b117aa191441b094', 11, 13);

INSERT INTO mentions (user, key) VALUES
    ('01a1f963147a7d37aab9fda651184dc9', 2199023255557),
    ('01a1f96314df760ab9a79f5124e31f13', 2199023255558);

INSERT INTO inbox (user, useq, room, slot, kind, seq) VALUES
    ('01a1f963147a7d37aab9fda651184dc9', 1, '01a1f963147b73698d8ddefad17c5a96', 0, 'room', 0),
    ('01a1f963147a7d37aab9fda651184dc9', 2, '01a1f9631565718598b87ba503e93971', 0, 'room', 0),
    ('01a1f963147a7d37aab9fda651184dc9', 3, '01a1f9631568741eaf7d91b26dc11e52', 0, 'room', 0),
    ('01a1f963147a7d37aab9fda651184dc9', 4, '01a1f963156675448ec4a6fd9e7322e0', 0, 'room', 0),
    ('01a1f963147a7d37aab9fda651184dc9', 5, '01a1f963156675448ec4a6fd9e7322e0', 1, 'read', 4),
    ('01a1f963147a7d37aab9fda651184dc9', 6, '01a1f96315ac72ec96c9582cbdef4a31', 0, 'room', 0),
    ('01a1f963147a7d37aab9fda651184dc9', 7, '01a1f96315ad701baefa786253120521', 0, 'room', 0),
    ('01a1f96314df760ab9a79f5124e31f13', 1, '01a1f963147b73698d8ddefad17c5a96', 0, 'room', 0),
    ('01a1f96314df760ab9a79f5124e31f13', 2, '01a1f963156675448ec4a6fd9e7322e0', 0, 'room', 0),
    ('01a1f96314df760ab9a79f5124e31f13', 3, '01a1f9631565718598b87ba503e93971', 0, 'room', 0),
    ('01a1f96314df760ab9a79f5124e31f13', 4, '01a1f96315ac72ec96c9582cbdef4a31', 0, 'room', 0),
    ('01a1f96314df760ab9a79f5124e31f13', 5, '01a1f96315ad701baefa786253120521', 0, 'room', 0),
    ('01a1f963151474d0b117aa191441b094', 1, '01a1f963147b73698d8ddefad17c5a96', 0, 'room', 0),
    ('01a1f963151474d0b117aa191441b094', 2, '01a1f9631568741eaf7d91b26dc11e52', 0, 'room', 0),
    ('01a1f963151474d0b117aa191441b094', 3, '01a1f9631565718598b87ba503e93971', 0, 'room', 0),
    ('01a1f963151474d0b117aa191441b094', 5, '01a1f963156675448ec4a6fd9e7322e0', 0, 'left', 0),
    ('01a1f963154877539ea2dbaf46495b71', 1, '01a1f963147b73698d8ddefad17c5a96', 0, 'room', 0);

