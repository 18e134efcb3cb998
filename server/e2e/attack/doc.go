// Package attack does to the built program, in its default settings, what somebody would
// who means it ill: a stranger, somebody with nothing but an invitation, a member, whoever
// reaches Redis, the admin listener or the disk. While they do their worst, honest people
// go on talking, somebody signs in again and again, and what the server uses is watched:
//
//   - the honest people's time from send to delivery: in the best of a few windows of a
//     second the p99 is within 20 % or 2 ms of what it is without the attack. What that is
//     is measured before, and on a second server beside, which nobody attacks: attackers
//     and other tests use the same machine, and what they take from it they take from
//     both;
//   - everybody with the right password signs in, at the first try;
//   - the server's memory grows by no more than the story says, and its log by no more
//     than 64 KiB.
//
// Stories of what a stranger or member gets to see, or to change, cost no time and have no
// such verdict. Strangers come from addresses of their own in 127.0.0.0/8, so that they
// share no limit with the honest. Attacks have a bounded pace, that at which they worked
// once, since the machine is the server's, too. Each story prints its figures.
//
// Then there are those who look like an attack and are none: many honest people at once,
// of whom nobody may be refused for longer than half a minute.
//
// The stories, and the line of defence that each tries; those elsewhere need a browser.
// `make test` runs a short dose, `make soak` a long one (package dose):
//
//	answers that nobody takes            TestAttackProgramAskedForAndNotRead
//	links of who was removed             TestAttackOldLinksIntoARoom
//	history from before somebody came    TestAttackNewcomerReadsWhatWasBefore
//	what a browser keeps                 TestTheNextPersonAtABrowserSeesNothingOfTheOneBefore
//	                                     TestTheNextPersonAtABrowserWithoutANetworkSeesNothingOfTheOneBefore
//	the page that was left               TestSigningOut
//	foreign pages, failed handshakes     TestAttackForeignPageShutsNobodyOut
//	commands that panic, their log       TestAttackAddressThatPanics
//	the cost of lists                    TestAttackListOfACrowd
//	joins by one link, long names        TestAttackJoinsWithoutEnd
//	bodies that do not come              TestAttackBodiesThatNeverEnd
//	catch-ups that are not read          TestAttackCatchUpsThatAreNotRead
//	forms on plain HTTP under a name     TestAPlainServerUnderANameOfItsOwn
//	sockets without a pause              TestAttackConnectingWithoutAPause
//	catch-ups without a pause            TestAttackReplaysWithoutAPause
//	sign-ins from many networks          TestAttackManyNetworksSignIn
//	forwarded addresses                  TestAttackForwardedAddressOfOnesOwn
//	hints in Redis                       TestAttackHintsThroughRedis
//	refreshing without a pause           TestAttackRefreshingWithoutAPause
//	refresh tokens that do not exist     TestAttackMadeUpRefreshTokens
//	refresh tokens that were stolen      TestAttackStolenTokenInStep
//	being added to a room again          TestAttackPulledIntoARoomAgain
//	names that look alike, or like none  TestAttackLooksLikeAnother
//	the admin listener                   TestAttackAdminListener
//	an open data directory               TestAttackOpenDataDirectory
//	typing and presence on many sockets  TestAttackTypingOnTenSockets
//	cookies and origins behind proxies   TestAttackCookiesAndOriginsBehindProxies
//	what strangers are told              TestAttackStrangerAsksForTheVersion
//	tokens in addresses                  TestAttackTokenInTheLogOfAProxy
//	a school signs in                    TestLegitSchoolSignsInAtNine
//	a school joins                       TestLegitSchoolJoinsByOneLink
//	an office comes back                 TestLegitOfficeReconnects
//	an import beside the talk            TestLegitImportWhilePeopleTalk
//	connections that die                 TestLegitPhoneOnATrain
//
// They need bin/confab (make build), and no browser.
package attack
