// Package speech turns recordings into cues: it fetches the audio of an episode and has it recognised by
// an OpenAI-compatible engine (POST …/audio/transcriptions: whisper.cpp's server, speaches, hosted ones)
// or by a command of the operator's.
//
// What a caller can rely on:
//
//   - A recording is fetched once, up to a limit, and continued after an interruption. Its hash and length
//     are kept with the times, since a show with dynamic advertising sends a different file to everyone.
//   - Work is done in pieces of minutes. What a piece brought is saved, so that a crash or a used-up budget
//     costs one piece at most.
//   - Each piece is paid from a daily budget before it is sent. Without budget nothing is sent: a fault of
//     the kind [feeds.FaultQuota] says when there is more.
//   - An engine that can't be reached is not a failure of the episode: the fault is unsent.
//   - Words that the engine repeats from its own prompt are left out.
package speech
