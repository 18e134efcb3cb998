// Package faults does to the built program what happens to programs: it is
// killed, its connections are cut, its disk fills up, its answers are lost, it
// is given bad input of every sort. The history checker says whether anything
// was lost.
//
// The faults, and the tests that prove that nothing is lost by them, here and
// elsewhere. `make test` runs a short dose of each, `make soak` a long one
// (package dose):
//
//	kill -9 under 32 writers             TestFaultKill
//	power cut                            TestFaultPowerCut TestFaultPowerCutAfterTheFirstRun
//	                                     TestFaultPowerCutDuringTheFirstStart
//	                                     TestFaultPowerCutWhileStartingAndStopping
//	disk full, then freed                TestFaultDiskFull
//	Redis killed, cut off, slow          TestFaultRedis
//	PostgreSQL restarted, backends ended TestFaultPostgres
//	a node of three killed               TestFaultNode
//	background work killed, two at once  TestFaultWork TestFaultWorkOfTwoNodes
//	messages and reminders become due    TestFaultLater TestFaultLaterOfThreeNodes
//	while nodes are killed
//	slow readers                         TestFaultSlowReaders
//	half-open TCP, resets, latency       TestFaultNetwork
//	uploads cut at each stage, under     TestFaultUploads
//	kill -9, with a bucket that goes,
//	on a full disk
//	lost acks                            TestFaultLostAcks
//	reconnect storm                      TestFaultStorm
//	clock set back, clocks that differ   TestFaultClock TestFaultClockBetweenNodes TestFaultClockAndOrder
//	backup under load, restored          TestFaultBackup
//	upgrade of the oldest database       TestFaultUpgrade
//
// The tests of this package need bin/confab (make build), and no browser.
package faults
