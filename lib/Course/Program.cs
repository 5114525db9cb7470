using Course;

return CommandLine.Run(args);
